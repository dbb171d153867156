import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Transport } from '../core/transport.ts';
import { describeTransport } from '../testing/transport-contract.ts';
import { openEmbeddedLog } from './embedded-log.ts';

const root = await mkdtemp(join(tmpdir(), 'embedded-log-'));
afterAll(() => rm(root, { recursive: true }));

for (const fsync of ['batch', 'none'] as const) {
  const directories = new WeakMap<Transport, string>();
  const open = async (directory: string): Promise<Transport> => {
    const transport = await openEmbeddedLog({ directory, fsync });
    directories.set(transport, directory);
    return transport;
  };
  describeTransport(`embedded log, fsync ${fsync}`, {
    create: async () => open(await mkdtemp(join(root, 'log-'))),
    async reopen(transport) {
      await transport.close();
      return open(directories.get(transport) ?? root);
    },
  });
}
