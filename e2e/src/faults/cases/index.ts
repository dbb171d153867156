import { f6 } from './f06-consumer-killed.ts';
import type { FaultCase } from './fault-case.ts';

/** All cases, in the order of their numbers. */
export const cases: readonly FaultCase[] = [f6];
