import { crashPoints } from '@eventwright/runtime';
import { z } from 'zod';

/** What handlers do besides their work; may change while they are at work. */
const behaviour = z.object({
  /** Milliseconds that each handler takes. */
  delay: z.number().default(0),
  /** Milliseconds of computing, for which the process hears nothing, in each handler. */
  block: z.number().default(0),
  /** Characters that each handler logs. */
  talk: z.number().default(0),
  /** Part of the handlers, 0 to 1, that write shared rows in an order of their own and so meet each other in deadlocks. */
  contend: z.number().default(0),
  /** Handlers of these keys fail, in this way. */
  fail: z
    .object({
      keys: z.array(z.string()),
      as: z.enum(['transient', 'fatal', 'retry-later', 'outage']),
    })
    .optional(),
  /** Milliseconds that the process believes to be ahead of the true time. */
  clock: z.number().default(0),
});

const load = z.object({
  /** Changes per second. */
  rate: z.number(),
  keys: z.number(),
  /** Characters that each event carries along. */
  padding: z.number(),
  /** Part of the changes, 0 to 1, that carry twenty times as much. */
  large: z.number().default(0),
  /** Transactions side by side. */
  writers: z.number(),
  /** Part of the changes that are of the first key, 0 to 1, beside its share. */
  hot: z.number().default(0),
  /** Part of the transactions that roll back, 0 to 1. */
  rollbacks: z.number(),
});

const memberSettings = z.object({
  run: z.string(),
  role: z.enum(['source', 'middle', 'final']),
  partitions: z.number(),
  /** Of the contract. */
  version: z.union([z.literal(1), z.literal(2)]).default(1),
  client: z.enum(['kafkajs', 'platformatic']),
  brokers: z.array(z.string()),
  database: z.string(),
  registry: z.string(),
  seed: z.string(),
  load,
  behaviour: behaviour.prefault({}),
  /** Ends itself by SIGKILL when it reaches the point for the n-th time. */
  crash: z.object({ point: z.enum(crashPoints), nth: z.number() }).optional(),
  /** How long records may be there without arriving before the consumer is replaced, in milliseconds. */
  stallTimeout: z.number().default(30_000),
  /** Of the consumer group, in milliseconds. */
  sessionTimeout: z.number().default(3_000),
  /** In milliseconds. */
  publishTimeout: z.number().default(5_000),
  poolSize: z.number().default(6),
  /** Options of `receive`. Retries are quick, or every case would wait for minutes. */
  receive: z
    .object({
      attempts: z.number().default(3),
      later: z.array(z.number()).default([200, 400, 800]),
      timeout: z.number().default(20_000),
      batch: z.number().default(32),
      window: z.number().default(256),
      concurrency: z.number().default(16),
      drainTimeout: z.number().default(10_000),
    })
    .prefault({}),
});

/** What a process of the workload is told at its start, as JSON in `FAULTS_MEMBER`. */
export type MemberSettings = z.output<typeof memberSettings>;

export type MemberSettingsInput = z.input<typeof memberSettings>;

export type Behaviour = z.output<typeof behaviour>;

export type Load = z.input<typeof load>;

export function readMemberSettings(text: string | undefined): MemberSettings {
  if (text === undefined) throw new TypeError('FAULTS_MEMBER is not set: the fault runs start this process');
  return memberSettings.parse(JSON.parse(text));
}

/** From the harness to a process of the workload. */
const command = z.discriminatedUnion('type', [
  z.object({ type: z.literal('behave'), behaviour }),
  /** The source makes no more changes. */
  z.object({ type: z.literal('finish') }),
]);

export type Command = z.input<typeof command>;

export function readCommand(message: unknown): z.output<typeof command> {
  return command.parse(message);
}

const accounting = z.object({
  received: z.number(),
  applied: z.number(),
  ignored: z.number(),
  deduplicated: z.number(),
  parked: z.number(),
  dead: z.number(),
  inFlight: z.number(),
});

/** From a process of the workload to the harness. */
const report = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** The source has ended its last transaction. */
  z.object({ type: z.literal('finished') }),
  z.object({
    type: z.literal('status'),
    /** Resident memory in bytes. */
    rss: z.number(),
    /** Processor time since the start, in milliseconds. */
    cpu: z.number(),
    /** Milliseconds for which the event loop was held up, at most, since the last report. */
    lag: z.number(),
    accounting: accounting.optional(),
  }),
]);

export type Report = z.output<typeof report>;

export function readReport(message: unknown): Report {
  return report.parse(message);
}
