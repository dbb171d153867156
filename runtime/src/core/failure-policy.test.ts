import { describe, expect, it } from 'vitest';
import type { ErrorSpec, RetrySpec } from './application.ts';
import { failurePolicies } from './failure-policy.ts';
import type { Decoded } from './pipeline/decode.ts';
import { receiveSettings } from './receive-options.ts';
import { decodedOf } from './testing/bound.ts';
import { record } from './testing/hand-claim.ts';
import { manualTime } from './testing/manual-time.ts';
import { memoryDelivery } from './testing/memory-delivery.ts';

const delivery = memoryDelivery({ now: () => manualTime().now().getTime() });

/** An event whose operation says so. */
function decodedBy(policy: { readonly retry?: RetrySpec; readonly errors?: readonly ErrorSpec[] }): Decoded {
  const decoded = decodedOf(record(1));
  if (decoded.binding === undefined) throw new Error('it has a binding');
  return { ...decoded, binding: { ...decoded.binding, route: { ...decoded.binding.route, ...policy } } };
}

describe('failurePolicies', () => {
  it('tries later with delivery, where keys can be parked, and without only if asked to', () => {
    const later = [5_000, 30_000, 120_000, 600_000, 3_600_000];
    expect(failurePolicies(receiveSettings({}), delivery)(decodedBy({})).later).toEqual(later);
    expect(failurePolicies(receiveSettings({}), undefined)(decodedBy({})).later).toEqual([]);
    expect(failurePolicies(receiveSettings({ later: [1] }), undefined)(decodedBy({})).later).toEqual([1]);
  });

  it('gives handlers less time where they hold a transaction', () => {
    expect(failurePolicies(receiveSettings({}), delivery)(decodedBy({})).timeout).toBe(30_000);
    expect(failurePolicies(receiveSettings({}), undefined)(decodedBy({})).timeout).toBe(300_000);
    expect(failurePolicies(receiveSettings({ timeout: 7 }), delivery)(decodedBy({})).timeout).toBe(7);
  });

  it('puts what the contract says before what the application says, as far as it says something', () => {
    const of = failurePolicies(receiveSettings({ attempts: 5, later: [1], timeout: 2 }), delivery);
    expect(of(decodedBy({ retry: { attempts: 1, later: [] } }))).toMatchObject({ attempts: 1, later: [], timeout: 2 });
    expect(of(decodedBy({ retry: { timeout: 9 } }))).toMatchObject({ attempts: 5, later: [1], timeout: 9 });
  });

  it('looks at the classes of the contract first, then at those of the application', () => {
    const application: ErrorSpec = { error: 'E', class: 'retry' };
    const contract: ErrorSpec = { error: 'E', class: 'fatal' };
    const of = failurePolicies(receiveSettings({ errors: [application] }), delivery);
    expect(of(decodedBy({ errors: [contract] })).errors).toEqual([contract, application]);
  });

  it('sets nobody aside for what cannot be read, and treats unknown messages as the application says', () => {
    const of = failurePolicies(receiveSettings({ later: [1] }), delivery);
    expect(of().later).toEqual([]);
    expect(of({ ...decodedBy({ retry: { later: [2] } }), binding: undefined }).later).toEqual([1]);
  });
});
