import type { DueKey, LanePlace, ParkedRecord, PartitionPlace } from '../../delivery.ts';
import type { StoredRecord } from '../../transport.ts';
import { backoffDelay } from '../backoff.ts';
import { laneOf } from '../lane-of.ts';
import { type Reading, readRecord } from '../process-record.ts';
import { isReplay } from '../replay.ts';
import type { LaneContext, Settling } from '../settling.ts';
import { fromLog, fromParked, type Ready } from './admission.ts';
import { type RunContext, type Settled, settleAlone, settleTogether } from './settle-run.ts';
import type { OncePipeline } from './transact.ts';

export interface OnceOptions {
  readonly pipeline: OncePipeline;
  readonly place: PartitionPlace;
  /** Records that may share a transaction. */
  readonly batch: number;
}

/** With delivery: records of a lane in transactions, together where none of them fails. */
export function settleOnce({ pipeline, place, batch }: OnceOptions): Settling {
  const { delivery } = pipeline;
  return {
    laneOf: (record) => String(laneOf(record)),
    batch,
    settle: (records, context) => settleFresh(records, { pipeline, place, context }),
    parked: {
      dueKeys: (limit) => delivery.dueKeys(place, limit),
      laneOf: ({ lane }) => String(lane),
      settle: (key, context) => settleParked(key, batch, { pipeline, place, context }),
    },
    committed: (offset) => {
      delivery.settled(place, offset);
      return pipeline.reach('after-offset-commit');
    },
  };
}

interface Site {
  readonly pipeline: OncePipeline;
  readonly place: PartitionPlace;
  readonly context: LaneContext;
}

async function settleFresh(records: readonly StoredRecord[], { pipeline, place, context }: Site): Promise<void> {
  const run: Ready[] = [];
  for (const record of records) {
    const reading = await readRecord(record, context, pipeline);
    if (reading.kind === 'ignored') context.done(record, 'ignored');
    else run.push(readyOf(record, reading));
  }
  const [first] = run;
  if (first === undefined) return;
  const lane: LanePlace = { ...place, lane: laneOf(first.record) };
  const { turn, signal } = context;
  const settled: RunContext['settled'] = (ready, outcome) => reportFresh(ready, outcome, context);
  await settleInOrder(run, { pipeline, turn, signal, admission: fromLog(lane), settled });
}

/** All in one transaction where none of them fails, else one after another, so that only who fails waits or dies. */
async function settleInOrder(run: readonly Ready[], context: RunContext): Promise<Settled | undefined> {
  if (run.length > 1 && (await settleTogether(run, context))) return undefined;
  let last: Settled | undefined;
  for (const ready of run) last = await settleAlone(ready, context);
  return last;
}

function reportFresh({ record, wayOut }: Ready, outcome: Settled, { done, due }: LaneContext): void {
  if (outcome === 'gone') return;
  done(record, outcome);
  if (outcome === 'parked' && wayOut?.kind === 'park' && wayOut.parking.dueIn !== 'held') due(wayOut.parking.dueIn);
  // A replay may have made the key due that its event holds.
  if (outcome === 'parked' && isReplay(record)) due(0);
}

/** True where the key may have more. */
async function settleParked(key: DueKey, batch: number, site: Site): Promise<boolean> {
  const { pipeline, place, context } = site;
  const { turn, signal } = context;
  const lane = { ...place, lane: key.lane };
  const taken = await lookAtParked(lane, key, { ...site, batch });
  if (taken === undefined) return true;
  const run: Ready[] = [];
  for (const { record, ...before } of taken)
    run.push(readyOf(record, await readRecord(record, context, pipeline), before));
  const settled: RunContext['settled'] = (ready, outcome) => reportAgain(ready, outcome, context);
  const last = await settleInOrder(run, { pipeline, turn, signal, admission: fromParked(lane, key), settled });
  return run.length > 0 && last !== 'parked' && last !== 'gone';
}

/** What is to be settled, so that it can be read before its transaction begins. Undefined after a failure. */
async function lookAtParked(
  lane: LanePlace,
  { key }: DueKey,
  { pipeline, context, batch }: Site & { readonly batch: number },
): Promise<readonly ParkedRecord[] | undefined> {
  try {
    return await pipeline.delivery.transaction((tx) => tx.takeParked(lane, key, batch));
  } catch (error) {
    context.signal.throwIfAborted();
    const { outage, random } = pipeline.policyOf();
    pipeline.log.warn({ ...lane, err: error }, 'parked messages could not be taken up, will be tried again');
    await context.turn.pause(backoffDelay(1, outage, random), 'all');
    return undefined;
  }
}

function reportAgain({ wayOut }: Ready, outcome: Settled, { doneAgain, due }: LaneContext): void {
  if (outcome !== 'gone') doneAgain(outcome);
  if (outcome === 'parked' && wayOut?.kind === 'park' && wayOut.parking.dueIn !== 'held') due(wayOut.parking.dueIn);
}

function readyOf(record: StoredRecord, reading: Reading, before?: Omit<ParkedRecord, 'record'>): Ready {
  const rest = before === undefined ? {} : { before };
  switch (reading.kind) {
    case 'event':
      return { record, decoded: reading.decoded, wayOut: undefined, ...rest };
    case 'unreadable':
      return { record, decoded: undefined, wayOut: { kind: 'bury', death: reading.death }, ...rest };
    case 'ignored':
      return { record, decoded: undefined, wayOut: { kind: 'ignore' }, ...rest };
    default:
      return reading satisfies never;
  }
}
