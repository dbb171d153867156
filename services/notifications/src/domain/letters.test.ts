import { arbitrary } from '@shop/contracts/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeOrderDispatched, composeOrderReceived, composeParcelDelivered } from './compose-email.ts';

describe('letters to customers', () => {
  it('name the customer and the order, whatever the contracts allow', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          arbitrary.temporaryOrderCreated().map(({ value }) => ({ value, email: composeOrderReceived(value) })),
          arbitrary.orderDispatched().map(({ value }) => ({ value, email: composeOrderDispatched(value) })),
          arbitrary.parcelDelivered().map(({ value }) => ({ value, email: composeParcelDelivered(value) })),
        ),
        ({ value, email }) => {
          expect(email.text).toContain(`Dear ${value.customer.name},`);
          expect(email.text).toContain(value.orderId);
          expect(email.text).not.toMatch(/undefined|\[object/);
        },
      ),
      { numRuns: 50 },
    );
  });
});
