import { f1 } from './f01-broker-killed-mid-produce.ts';
import { f2 } from './f02-broker-frozen.ts';
import { f3 } from './f03-answers-lost.ts';
import { f4 } from './f04-leaders-move.ts';
import { f5 } from './f05-all-brokers-down.ts';
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
import { f16Down, f16Wrong } from './f16-registry-down.ts';
import { f17 } from './f17-poison.ts';
import { f18 } from './f18-unknown-schemas.ts';
import { f19 } from './f19-oversized.ts';
import { f20 } from './f20-poison-key.ts';
import { f21 } from './f21-no-dead-letter-topic.ts';
import { f22 } from './f22-replay.ts';
import { f23 } from './f23-clock-skew.ts';
import { f24 } from './f24-disk-full.ts';
import { f25Anew, f25Partitions, f25Retention } from './f25-position-lost.ts';
import { f26, f26Drain } from './f26-terminated.ts';
import { f27Fickle, f27Untold } from './f27-fickle-coordinator.ts';
import { f27 } from './f27-silent-stall.ts';
import { f28 } from './f28-workflows.ts';
import { f29 } from './f29-requests.ts';
import { f30 } from './f30-backlog.ts';
import { f31 } from './f31-rolling-deploy.ts';
import { f31Workflows } from './f31-rolling-workflows.ts';
import { f32OneWay, f32Slow } from './f32-bad-network.ts';
import { f33 } from './f33-long-transaction.ts';
import { f34 } from './f34-late-commits.ts';
import { f35 } from './f35-hostile-receivers.ts';
import { f36 } from './f36-log-pipe.ts';
import type { FaultCase } from './fault-case.ts';

/** All cases, in the order of their numbers. */
export const cases: readonly FaultCase[] = [
  f1,
  f2,
  f3,
  f4,
  f5,
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
  f16Down,
  f16Wrong,
  f17,
  f18,
  f19,
  f20,
  f21,
  f22,
  f23,
  f24,
  f25Retention,
  f25Anew,
  f25Partitions,
  f26,
  f26Drain,
  f27,
  f27Fickle,
  f27Untold,
  f28,
  f29,
  f30,
  f31,
  f31Workflows,
  f32Slow,
  f32OneWay,
  f33,
  f34,
  f35,
  f36,
];
