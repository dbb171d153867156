export type { ClosePart, ClosingParts } from './close-parts.ts';
export { closeWithProcess, type Serving } from './close-with-process.ts';
export { endProcess, type ProcessEnd } from './end-process.ts';
