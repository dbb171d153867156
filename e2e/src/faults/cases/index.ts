import { f1 } from './f01-broker-killed-mid-produce.ts';
import { f2 } from './f02-broker-frozen.ts';
import { f3 } from './f03-answers-lost.ts';
import { f4 } from './f04-leaders-move.ts';
import { f6 } from './f06-consumer-killed.ts';
import { f7 } from './f07-relay-killed.ts';
import { f8 } from './f08-lease-expired.ts';
import { f9 } from './f09-duplicates.ts';
import { f10 } from './f10-zombies.ts';
import { f11 } from './f11-rebalance-storm.ts';
import { f12Computing, f12Waiting } from './f12-slow-handlers.ts';
import { f13 } from './f13-database-killed.ts';
import { f14 } from './f14-commit-unknown.ts';
import { f15Deadlocks, f15Pool } from './f15-conflicts.ts';
import { f26 } from './f26-terminated.ts';
import { f32OneWay, f32Slow } from './f32-bad-network.ts';
import { f34 } from './f34-late-commits.ts';
import type { FaultCase } from './fault-case.ts';

/** All cases, in the order of their numbers. */
export const cases: readonly FaultCase[] = [
  f1,
  f2,
  f3,
  f4,
  f6,
  f7,
  f8,
  f9,
  f10,
  f11,
  f12Waiting,
  f12Computing,
  f13,
  f14,
  f15Deadlocks,
  f15Pool,
  f26,
  f32Slow,
  f32OneWay,
  f34,
];
