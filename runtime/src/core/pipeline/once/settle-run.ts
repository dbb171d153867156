import type { DeliveryTransaction, Verdict } from '../../delivery.ts';
import type { Outcome } from '../accounting.ts';
import { startCourse } from '../course.ts';
import { deadLetterOf } from '../dead-letter.ts';
import type { WorkPlace } from '../process-record.ts';
import type { Admission, Ready } from './admission.ts';
import { tooOld } from './too-old.ts';
import { handleIn, type OncePipeline, type Transacting, transact } from './transact.ts';
import { afterFailure } from './way-out.ts';

/** `gone`: somebody else has settled it. */
export type Settled = Outcome | 'gone';

export interface RunContext extends WorkPlace {
  readonly pipeline: OncePipeline;
  readonly admission: Admission;
  /** Called for each record once its transaction is committed. */
  settled(ready: Ready, outcome: Settled): void;
}

/**
 * Settles records of one lane in one transaction; false where that fails. No try is counted then: one of them may have
 * failed for what another one did in the same transaction.
 */
export async function settleTogether(run: readonly Ready[], context: RunContext): Promise<boolean> {
  const transacted = await transact(context.pipeline, context.signal, async (transacting) => {
    const verdicts = await context.admission.admit(transacting.tx, run);
    const outcomes: (readonly [Ready, Settled])[] = [];
    for (const [index, ready] of run.entries()) {
      const begin = (): number => (ready.before?.attempts ?? 0) + 1;
      outcomes.push([ready, await carryOut(ready, { verdict: verdicts[index], begin, transacting, context })]);
    }
    return outcomes;
  });
  if (transacted.kind === 'failed') return false;
  for (const [ready, outcome] of transacted.result) context.settled(ready, outcome);
  return true;
}

/** Settles one record through all of its tries. */
export async function settleAlone(first: Ready, context: RunContext): Promise<Settled> {
  const { pipeline, admission, signal, turn } = context;
  const course = startCourse({ ...pipeline, ...first, policy: pipeline.policyOf(first.decoded) });
  let ready = first;
  try {
    for (;;) {
      const given = ready;
      const transacted = await transact(pipeline, signal, async (transacting) => {
        const [verdict] = await admission.admit(transacting.tx, [given]);
        return carryOut(given, { verdict, begin: course.begin, transacting, context });
      });
      if (transacted.kind === 'committed') {
        context.settled(ready, transacted.result);
        return transacted.result;
      }
      ready = { ...ready, wayOut: await afterFailure({ ...ready, ...transacted, course, turn }) };
    }
  } finally {
    course.over();
  }
}

interface CarryOut {
  readonly verdict: Verdict | 'gone' | undefined;
  /** Counts a try and returns its number. */
  begin(): number;
  readonly transacting: Transacting;
  readonly context: RunContext;
}

async function carryOut(ready: Ready, given: CarryOut): Promise<Settled> {
  const { admission, pipeline } = given.context;
  const { tx, sent } = given.transacting;
  const { record, decoded } = ready;
  switch (given.verdict) {
    case 'new':
      return ready.wayOut === undefined ? handled(ready, given) : leave(ready, given);
    case 'duplicate':
      await admission.settle(tx, record);
      return 'deduplicated';
    case 'too_old':
      sent.reserve()(deadLetterOf(record, tooOld(record, decoded, pipeline)));
      return 'dead';
    case 'parked':
      return 'parked';
    default:
      return 'gone';
  }
}

async function handled({ record, decoded }: Ready, { transacting, context, begin }: CarryOut): Promise<Settled> {
  const { pipeline, signal, admission } = context;
  if (decoded !== undefined) await handleIn(transacting, decoded, { pipeline, signal, begin });
  await admission.settle(transacting.tx, record);
  return 'applied';
}

async function leave({ record, wayOut }: Ready, { transacting, context: { admission } }: CarryOut): Promise<Settled> {
  const tx: DeliveryTransaction = transacting.tx;
  if (wayOut?.kind === 'park') {
    await admission.park(tx, record, wayOut.parking);
    return wayOut.parking.dueIn === 'held' ? 'dead' : 'parked';
  }
  if (wayOut?.kind === 'bury') transacting.sent.reserve()(deadLetterOf(record, wayOut.death));
  if (wayOut?.kind === 'bury' && wayOut.held !== undefined) await admission.park(tx, record, wayOut.held);
  else await admission.settle(tx, record);
  return wayOut?.kind === 'bury' ? 'dead' : 'ignored';
}
