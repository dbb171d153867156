export { closeWithProcess, type Serving } from './close-with-process.ts';
