import type { Transport } from '../core/transport.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { describeTransport } from '../testing/transport-contract.ts';
import { openEmbeddedLog } from './embedded-log.ts';

for (const fsync of ['batch', 'none'] as const) {
  const directories = new WeakMap<Transport, string>();
  const open = async (directory: string): Promise<Transport> => {
    const transport = await openEmbeddedLog({ directory, fsync });
    directories.set(transport, directory);
    return transport;
  };
  describeTransport(`embedded log, fsync ${fsync}`, {
    create: async () => open(await temporaryFolder()),
    async reopen(transport) {
      await transport.close();
      return open(directories.get(transport) ?? '');
    },
  });
}
