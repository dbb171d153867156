export { connectRegistry, type RegistryOptions } from './connect-registry.ts';
