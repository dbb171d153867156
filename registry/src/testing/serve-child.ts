import { createRegistry, openFileStore, serveRegistry } from '../index.ts';

// A registry in a process of its own, for tests that kill it: `node serve-child.ts <folder>` prints its address.
const [folder = ''] = process.argv.slice(2);
const registry = createRegistry({ store: await openFileStore(folder), compatibility: 'NONE' });
const { url } = await serveRegistry(registry, { port: 0 });
console.log(url);
