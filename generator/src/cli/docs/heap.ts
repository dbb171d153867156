// What the engine is told about memory where very much passes through it and little stays.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Has this process, with all its threads, collect garbage when the heap has grown by two fifths since the last time. Left
 * alone, the engine lets it grow to several times of what is in use before it looks.
 */
export function growHeapSlowly(): void {
  setFlagsFromString('--heap-growing-percent=40');
}

/** For the new objects of a thread, in MiB, of which most are garbage at once; by default they may take 192. */
export const youngGeneration = 32;

/** With less in use a collection would gain nothing that anybody notices. In bytes. */
const worthwhile = 150_000_000;

/** Gives memory back, to the system as well, now that much of it has just been let go of. */
export function collectGarbage(): void {
  if (process.memoryUsage().heapUsed < worthwhile) return;
  // Node has no call for it; contexts that are made from here on have one.
  setFlagsFromString('--expose-gc');
  runInNewContext("gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })");
}
