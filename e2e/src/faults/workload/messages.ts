import { z } from 'zod';
import type { AccountingSample } from '../history/history.ts';
import { type Behaviour, behaviour } from './member-settings.ts';

/** From the harness to a process of the workload. The source makes no changes while it `holds`, none after `finish`. */
export type Command =
  | { readonly type: 'behave'; readonly behaviour: Behaviour }
  | { readonly type: 'hold'; readonly holds: boolean }
  | { readonly type: 'finish' };

const command: z.ZodType<Command> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('behave'), behaviour }),
  z.object({ type: z.literal('hold'), holds: z.boolean() }),
  z.object({ type: z.literal('finish') }),
]);

export function readCommand(message: unknown): Command {
  return command.parse(message);
}

/** What a process tells of itself, again and again. */
export interface Status {
  readonly type: 'status';
  /** Resident memory in bytes. */
  readonly rss: number;
  /** What of it JavaScript objects take, in bytes. */
  readonly heap: number;
  /** Processor time since the start, in milliseconds. */
  readonly cpu: number;
  /** Milliseconds for which the event loop was held up, at most, since the last report. */
  readonly lag: number;
  readonly accounting?: AccountingSample | undefined;
}

/** From a process of the workload to the harness. `finished`: the source has ended its last transaction. */
export type Report = { readonly type: 'ready' } | { readonly type: 'finished' } | Status;

const report: z.ZodType<Report> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('finished') }),
  z.object({
    type: z.literal('status'),
    rss: z.number(),
    heap: z.number(),
    cpu: z.number(),
    lag: z.number(),
    accounting: z
      .object({
        received: z.number(),
        applied: z.number(),
        ignored: z.number(),
        deduplicated: z.number(),
        parked: z.number(),
        dead: z.number(),
        inFlight: z.number(),
      })
      .optional(),
  }),
]);

export function readReport(message: unknown): Report {
  return report.parse(message);
}
