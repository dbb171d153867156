import { type CrashPoint, crashPoints } from '@eventwright/runtime';
import { z } from 'zod';

/** What handlers do besides their work; may change while they are at work. What is left out is 0, or does not happen. */
export interface Behaviour {
  /** Milliseconds that each handler takes. */
  readonly delay?: number | undefined;
  /** Milliseconds of computing, for which the process hears nothing, in each handler. */
  readonly block?: number | undefined;
  /** Characters that each handler logs. */
  readonly talk?: number | undefined;
  /** Part of the handlers, 0 to 1, that write shared rows in an order of their own and so meet each other in deadlocks. */
  readonly contend?: number | undefined;
  /** Handlers of these keys fail, in this way. */
  readonly fail?: FailingKeys | undefined;
  /** Milliseconds that the process believes to be ahead of the true time. */
  readonly clock?: number | undefined;
}

export interface FailingKeys {
  readonly keys: readonly string[];
  readonly as: 'transient' | 'fatal' | 'retry-later' | 'outage';
}

export interface Load {
  /** Changes per second. */
  readonly rate: number;
  readonly keys: number;
  /** Characters that each event carries along. */
  readonly padding: number;
  /** Part of the changes, 0 to 1, that carry twenty times as much. */
  readonly large: number;
  /** Changes in one transaction, of different keys. */
  readonly together: number;
  /** Transactions side by side. */
  readonly writers: number;
  /** Part of the changes that are of the first key, 0 to 1, beside its share. */
  readonly hot: number;
  /** Part of the transactions that roll back, 0 to 1. */
  readonly rollbacks: number;
  /** With so many changes without effect at the end of the pipeline, no more are made: machines differ in speed. */
  readonly backlog: number;
}

/** What a process of the workload is told at its start, as JSON in `FAULTS_MEMBER`. */
export interface MemberSettings {
  readonly run: string;
  readonly role: 'source' | 'middle' | 'final';
  readonly partitions: number;
  /** Of the contract. */
  readonly version: 1 | 2;
  readonly client: 'kafkajs' | 'platformatic';
  readonly brokers: readonly string[];
  readonly database: string;
  readonly registry: string;
  readonly seed: string;
  readonly load: Load;
  readonly behaviour: Behaviour;
  /** Ends itself by SIGKILL when it reaches the point for the n-th time. */
  readonly crash?: { readonly point: CrashPoint; readonly nth: number } | undefined;
  /** How long records may be there without arriving before the consumer is replaced, in milliseconds. */
  readonly stallTimeout: number;
  /** Of the consumer group, in milliseconds. */
  readonly sessionTimeout: number;
  /** In milliseconds. */
  readonly publishTimeout: number;
  readonly poolSize: number;
  /** Of each try of a handler, in milliseconds. */
  readonly handlerTimeout: number;
  /** In milliseconds. */
  readonly drainTimeout: number;
  /** Of the relay, in milliseconds. */
  readonly leaseTime: number;
  /** Waits before later tries, in milliseconds. */
  readonly later: readonly number[];
}

/** Retries are quick and leases short, or every case would wait for minutes. */
export const usualSettings = {
  version: 1,
  behaviour: {},
  stallTimeout: 30_000,
  sessionTimeout: 3_000,
  publishTimeout: 15_000,
  poolSize: 12,
  handlerTimeout: 20_000,
  drainTimeout: 10_000,
  leaseTime: 3_000,
  later: [200, 400, 800],
} as const;

export const behaviour: z.ZodType<Behaviour> = z.object({
  delay: z.number().optional(),
  block: z.number().optional(),
  talk: z.number().optional(),
  contend: z.number().optional(),
  fail: z.object({ keys: z.array(z.string()), as: z.enum(['transient', 'fatal', 'retry-later', 'outage']) }).optional(),
  clock: z.number().optional(),
});

const memberSettings: z.ZodType<MemberSettings> = z.object({
  run: z.string(),
  role: z.enum(['source', 'middle', 'final']),
  partitions: z.number(),
  version: z.union([z.literal(1), z.literal(2)]),
  client: z.enum(['kafkajs', 'platformatic']),
  brokers: z.array(z.string()),
  database: z.string(),
  registry: z.string(),
  seed: z.string(),
  load: z.object({
    rate: z.number(),
    keys: z.number(),
    padding: z.number(),
    large: z.number(),
    together: z.number(),
    writers: z.number(),
    hot: z.number(),
    rollbacks: z.number(),
    backlog: z.number(),
  }),
  behaviour,
  crash: z.object({ point: z.enum(crashPoints), nth: z.number() }).optional(),
  stallTimeout: z.number(),
  sessionTimeout: z.number(),
  publishTimeout: z.number(),
  poolSize: z.number(),
  handlerTimeout: z.number(),
  drainTimeout: z.number(),
  leaseTime: z.number(),
  later: z.array(z.number()),
});

export function readMemberSettings(text: string | undefined): MemberSettings {
  if (text === undefined) throw new TypeError('FAULTS_MEMBER is not set: the fault runs start this process');
  return memberSettings.parse(JSON.parse(text));
}
