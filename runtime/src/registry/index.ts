export { connectRegistry, type RegistryOptions } from './connect-registry.ts';
export { openMemoryRegistry } from './memory-registry.ts';
