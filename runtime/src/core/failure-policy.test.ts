import { describe, expect, it } from 'vitest';
import type { ErrorSpec, RetrySpec } from './application.ts';
import { failurePolicies } from './failure-policy.ts';
import type { Decoded } from './pipeline/decode.ts';
import { receiveSettings } from './receive-options.ts';
import { decodedOf } from './testing/bound.ts';
import { record } from './testing/hand-claim.ts';

/** An event whose operation says so. */
function decodedBy(policy: { readonly retry?: RetrySpec; readonly errors?: readonly ErrorSpec[] }): Decoded {
  const decoded = decodedOf(record(1));
  if (decoded.binding === undefined) throw new Error('it has a binding');
  return { ...decoded, binding: { ...decoded.binding, route: { ...decoded.binding.route, ...policy } } };
}

describe('failurePolicies', () => {
  it('puts what the contract says before what the application says, as far as it says something', () => {
    const of = failurePolicies(receiveSettings({ attempts: 5, later: [1], timeout: 2 }, undefined));
    expect(of(decodedBy({ retry: { attempts: 1, later: [] } }))).toMatchObject({ attempts: 1, later: [], timeout: 2 });
    expect(of(decodedBy({ retry: { timeout: 9 } }))).toMatchObject({ attempts: 5, later: [1], timeout: 9 });
  });

  it('looks at the classes of the contract first, then at those of the application', () => {
    const application: ErrorSpec = { error: 'E', class: 'retry' };
    const contract: ErrorSpec = { error: 'E', class: 'fatal' };
    const of = failurePolicies(receiveSettings({ errors: [application] }, undefined));
    expect(of(decodedBy({ errors: [contract] })).errors).toEqual([contract, application]);
  });

  it('sets nobody aside for what cannot be read, and treats unknown messages as the application says', () => {
    const of = failurePolicies(receiveSettings({ later: [1] }, undefined));
    expect(of().later).toEqual([]);
    expect(of({ ...decodedBy({ retry: { later: [2] } }), binding: undefined }).later).toEqual([1]);
  });
});
