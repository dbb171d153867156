import type { RequestsStatus } from '@eventwright/runtime/requests';
import { z } from 'zod';

/** What a process of the requests is to do. */
export interface SpeakerSettings {
  readonly role: 'asker' | 'answerer';
  readonly run: string;
  readonly client: 'kafkajs' | 'platformatic';
  readonly brokers: readonly string[];
  readonly seed: string;
}

const settings: z.ZodType<SpeakerSettings> = z.object({
  role: z.enum(['asker', 'answerer']),
  run: z.string(),
  client: z.enum(['kafkajs', 'platformatic']),
  brokers: z.array(z.string()),
  seed: z.string(),
});

export const readSpeakerSettings = (json: unknown): SpeakerSettings => settings.parse(json);

/** How a request has ended. */
export interface Outcome {
  /** `answered`, the code of an error, or what is wrong. */
  readonly how: string;
  /** Milliseconds after its deadline; negative before. */
  readonly overrun: number;
}

/** From a process to the harness; `finished`: all that it asked has ended. */
export type SpeakerReport =
  | { readonly type: 'ready' }
  | { readonly type: 'finished'; readonly outcomes: readonly Outcome[]; readonly status: RequestsStatus };

const report: z.ZodType<SpeakerReport> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({
    type: z.literal('finished'),
    outcomes: z.array(z.object({ how: z.string(), overrun: z.number() })),
    status: z.object({
      pending: z.number(),
      answered: z.number(),
      timedOut: z.number(),
      late: z.number(),
      duplicates: z.number(),
    }),
  }),
]);

export const readSpeakerReport = (message: unknown): SpeakerReport => report.parse(message);
