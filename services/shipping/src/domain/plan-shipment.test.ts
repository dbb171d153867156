import type { PlainDate } from '@eventwright/runtime';
import { describe, expect, it } from 'vitest';
import { planShipment } from './plan-shipment.ts';

const to = (country: string, wishedDeliveryDate: PlainDate | null = null) => ({
  shippingAddress: { recipient: 'Ada', street: 'Storgatan 7', addition: null, postalCode: '1', city: 'X', country },
  wishedDeliveryDate,
});
const plan = { parcelId: '0198f3c2-b000-7c1d-9e2f-3a4b5c6d7e09', earliest: '2026-03-05' } as const;

describe('planShipment', () => {
  it.each([
    ['SE', 'Nordpost'],
    ['PT', 'Europost'],
  ])('gives a parcel to %s to %s', (country, carrier) => {
    expect(planShipment(to(country), plan).carrier).toBe(carrier);
  });

  it.each([
    ['no wish: the earliest day', null, '2026-03-05'],
    ['a later wish is kept', '2026-03-09', '2026-03-09'],
    ['a wish that cannot be met: the earliest day', '2026-03-04', '2026-03-05'],
  ] as const)('plans the delivery: %s', (_case, wished, expected) => {
    expect(planShipment(to('SE', wished), plan).estimatedDelivery).toBe(expected);
  });

  it('derives the tracking number from the parcel', () => {
    expect(planShipment(to('SE'), plan).trackingNumber).toBe('EW3A4B5C6D7E09');
  });
});
