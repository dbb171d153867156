import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** With less in use a collection would gain nothing that anybody notices. In bytes. */
const worthwhile = 150_000_000;

/**
 * Gives memory back now that much of it has just been let go of. Left alone, the engine would let the heap grow to a multiple
 * of what was in use before it looks.
 */
export function collectGarbage(): void {
  if (process.memoryUsage().heapUsed < worthwhile) return;
  // Node has no call for it; contexts that are made from here on have one.
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
}
