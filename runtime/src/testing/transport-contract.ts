import { describe, it } from 'vitest';
import { closing } from './transport/closing.ts';
import { committing } from './transport/committing.ts';
import { type ContractCases, DEFAULT_PATIENCE, type TransportContract, withContext } from './transport/context.ts';
import { delivery } from './transport/delivery.ts';
import { groups } from './transport/groups.ts';
import { publishing } from './transport/publishing.ts';
import { reopening } from './transport/reopening.ts';
import { sizes } from './transport/sizes.ts';
import { topics } from './transport/topics.ts';

export type { TransportContract, TransportFeatures } from './transport/context.ts';

/**
 * The promises of `Transport` as Vitest tests, for every implementation alike. Topics and groups get names of their
 * own, so the log behind the transport may be shared and long-lived.
 */
export function describeTransport(name: string, contract: TransportContract): void {
  const { patience = DEFAULT_PATIENCE, slowHandler = 0 } = contract.features ?? {};
  const timeout = 6 * patience + slowHandler;
  const run = (subject: string, cases: ContractCases): void => {
    describe(subject, () => {
      for (const [promise, keeps] of Object.entries(cases)) {
        it(promise, { timeout }, () => withContext(contract, keeps));
      }
    });
  };
  describe(name, () => {
    run('publishing', publishing);
    run('sizes', sizes);
    run('topics', topics);
    run('delivery', delivery);
    run('committing', committing);
    run('groups', groups);
    run('closing', closing);
    if (contract.reopen !== undefined) {
      run('reopening', reopening);
    }
  });
}
