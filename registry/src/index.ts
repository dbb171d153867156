export { type CompatibilityLevel, compatibilityLevels } from '@eventwright/avro';
export type { RegistryRequest, RegistryResponse } from './api/messages.ts';
export type { Users } from './http/basic-auth.ts';
export { type RegistryServer, type ServeOptions, serveRegistry, type Tls } from './http/serve-registry.ts';
export { createRegistry, type Registry, type RegistryOptions, type RegistrySize } from './registry.ts';
export { openFileStore } from './store/file-store.ts';
export { memoryStore } from './store/memory-store.ts';
export type { Store } from './store/store.ts';
export { StoreError, type StoreErrorCode, storeErrorCodes } from './store/store-error.ts';
