import { onTestFinished } from 'vitest';
import type { Subscription, Transport } from '../core/index.ts';
import { openEmbeddedLog, openMemoryLog } from '../embedded/index.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { describeRequests } from './testing/requests-contract.ts';

const patience = 10_000;

describeRequests('requests on the log in memory', { patience, open: async () => connections(openMemoryLog()) });
describeRequests('requests on the embedded log', {
  patience,
  open: async () => connections(await openEmbeddedLog({ directory: await temporaryFolder(), fsync: 'none' })),
});

/** Connections to a log that lives in this process, each of which ends what it has begun and nothing else. */
function connections(log: Transport): () => Promise<Transport> {
  onTestFinished(() => log.close());
  return async () => {
    const opened: Subscription[] = [];
    return {
      ...log,
      subscribe: async (options) => {
        const subscription = await log.subscribe(options);
        opened.push(subscription);
        return subscription;
      },
      close: async () => {
        await Promise.all(opened.map((subscription) => subscription.close()));
      },
    };
  };
}
