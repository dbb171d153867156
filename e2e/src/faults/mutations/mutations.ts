import type { Mutation } from './mutation.ts';

const functions = 'runtime/src/delivery/function-migration.ts';

/** Guards of delivery, each with a fault that shows a loss, a double effect or a wrong order without it. */
export const mutations: readonly Mutation[] = [
  {
    name: 'inbox: an event id counts once',
    shownBy: 'F9',
    pieces: [
      { file: functions, search: "return case when found then 'n' else 'd' end;", replace: "return 'n';" },
      {
        file: functions,
        search: "when a.asked <> 'o' and not a.behind then 'd'",
        replace: "when a.asked <> 'o' and not a.behind then 'n'",
      },
    ],
  },
  {
    name: 'position: what a lane has passed is settled',
    shownBy: 'F17',
    pieces: [
      { file: functions, search: 'not parking and in_offs[1] >= passed then', replace: 'not parking then' },
      { file: functions, search: 'when a.off < passed then case', replace: 'when false then case' },
    ],
  },
  {
    name: 'parked keys: followers stand behind',
    shownBy: 'F20',
    pieces: [{ file: functions, search: 'parking := exists (', replace: 'parking := false and exists (' }],
  },
  {
    name: 'lanes: a key has one lane',
    shownBy: 'F11',
    pieces: [
      {
        file: 'runtime/src/core/pipeline/lane-of.ts',
        search: '(murmur2(key) >>> 8) % lanesPerPartition',
        replace: 'Math.floor(Math.random() * lanesPerPartition) + 0 * murmur2(key)',
      },
    ],
  },
  {
    name: 'offsets: only what is contiguous is committed',
    shownBy: 'F6',
    pieces: [
      {
        file: 'runtime/src/core/pipeline/offset-tracker.ts',
        search: 'lowest === undefined ? last + 1n',
        replace: 'true ? last + 1n',
      },
    ],
  },
  {
    name: 'relay: rows that may still come late are waited for',
    shownBy: 'F34',
    pieces: [
      {
        file: 'runtime/src/delivery/relay/horizon.ts',
        search: 'mark !== undefined && ended >= mark.begun',
        replace: 'mark !== undefined && ended >= 0n',
      },
    ],
  },
  {
    name: 'relay: rows whose topic has failed go before what follows them',
    shownBy: {
      file: 'runtime/src/delivery/relay/shard-state.test.ts',
      name: 'comes back to rows that were passed over as soon as their topic is tried again',
    },
    pieces: [
      {
        file: 'runtime/src/delivery/relay/shard-state.ts',
        search: 'after: isStillPaused(state, paused) ? passed : done',
        replace: 'after: isStillPaused(state, paused) ? passed : passed',
      },
    ],
  },
  {
    name: 'relay: only what the log has acknowledged is deleted',
    shownBy: {
      file: 'runtime/src/delivery/relay/publish-rows.test.ts',
      name: 'says what was acknowledged before everything failed',
    },
    pieces: [
      {
        file: 'runtime/src/delivery/relay/publish-rows.ts',
        search: "if (!RuntimeError.is(error, 'RECORD_TOO_LARGE')) throw error;",
        replace:
          "if (!RuntimeError.is(error, 'RECORD_TOO_LARGE')) {\n        acknowledged.push(...free);\n        return;\n      }",
      },
    ],
  },
  {
    name: 'failures: a database that is away is an outage',
    shownBy: {
      file: 'runtime/src/core/pipeline/process-record.test.ts',
      name: 'waits for a registry and a database that are away, without dead letters and without using up tries',
    },
    pieces: [
      { file: 'runtime/src/core/pipeline/failure.ts', search: "  'DATABASE_UNAVAILABLE',\n", replace: '' },
      {
        file: 'runtime/src/core/pipeline/failure.ts',
        search: "return failure.kind === 'conflict' ? failure : { kind: 'outage' };",
        replace: 'return failure;',
      },
    ],
  },
  {
    name: 'relay: a lease that another one has taken counts no more',
    shownBy: {
      file: 'runtime/src/delivery/delivery.test.ts',
      name: 'publish nothing of a shard that another one has taken over',
    },
    pieces: [
      {
        file: 'runtime/src/delivery/relay/outbox-rows.ts',
        search: 'and l.owner = $4 and l.epoch = s.epoch and l.expires_at > clock_timestamp()',
        replace: 'and $4::uuid is not null and s.epoch is not null',
      },
    ],
  },
  {
    name: 'outbox: one transaction at a time under a key',
    shownBy: {
      file: 'runtime/src/delivery/sessions.real.test.ts',
      name: 'of one key are published in the order of their commits',
    },
    pieces: [
      {
        file: functions,
        search: 'foreach number in array in_hashes loop',
        replace: 'foreach number in array in_hashes loop continue;',
      },
    ],
  },
  {
    name: 'rebalance: a partition that comes back waits for the handlers of its last claim',
    shownBy: {
      file: 'runtime/src/core/pipeline/receiver.test.ts',
      name: 'lets a partition that comes back wait for the handlers of its last claim',
    },
    pieces: [
      {
        file: 'runtime/src/core/pipeline/receiver.ts',
        search: 'await leftovers.get(partitionName(claim));',
        replace: '',
      },
    ],
  },
  {
    name: 'dead letters: durable before their record is done',
    shownBy: {
      file: 'runtime/src/core/pipeline/process-record.test.ts',
      name: 'is not done while the log has not confirmed the dead letter',
    },
    pieces: [
      {
        file: 'runtime/src/core/pipeline/process-record.ts',
        search: 'await bury(record, ',
        replace: 'void bury(record, ',
      },
    ],
  },
];
