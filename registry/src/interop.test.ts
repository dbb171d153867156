import { createRegistry, memoryStore, serveRegistry } from './index.ts';
import { describeClients } from './testing/client-contract.ts';

describeClients(
  'the registry',
  async () => {
    const server = await serveRegistry(createRegistry({ store: memoryStore() }), { port: 0 });
    return { url: server.url, stop: () => server.close() };
  },
  {
    takesJsonSchemas: false,
    incompatibleCode: 40901,
    noVersionCode: 42202,
    notDeletedStatus: 404,
    findsInlined: true,
  },
);
