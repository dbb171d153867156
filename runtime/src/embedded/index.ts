export { type EmbeddedLogOptions, openEmbeddedLog } from './embedded-log.ts';
export type { LogTransport } from './log-transport.ts';
export { openMemoryLog } from './memory-log.ts';
