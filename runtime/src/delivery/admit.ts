import type { Sql } from '../core/database.ts';
import type { Arrival, LanePlace, Verdict } from '../core/delivery.ts';
import { RuntimeError } from '../core/errors.ts';
import { textOf as headerOf } from '../core/headers.ts';
import { textOf } from '../database/columns.ts';
import { addBehind } from './parked-records.ts';
import { storedId } from './stored-text.ts';

/** What `eventwright_admit` answers, by letter. */
const verdicts: ReadonlyMap<string, Verdict> = new Map<string, Verdict>([
  ['n', 'new'],
  ['d', 'duplicate'],
  ['p', 'parked'],
  // The parked record of the same event is due now and will be handled in the place of the replayed one.
  ['f', 'parked'],
  ['o', 'too_old'],
]);

/** `DeliveryTransaction.admit`. @param window Of deduplication, in milliseconds. */
export async function admit(
  sql: Sql,
  { lane, window }: { readonly lane: LanePlace; readonly window: number },
  arrivals: readonly Arrival[],
): Promise<readonly Verdict[]> {
  const last = arrivals.at(-1);
  if (last === undefined) return [];
  const times = arrivals.map(({ record }) => record.timestamp);
  const [row] = await sql.query('select eventwright_admit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as answers', [
    lane.consumer,
    lane.topic,
    lane.partition,
    lane.lane,
    arrivals.map((arrival) => asked(lane.consumer, arrival, window)).join(''),
    arrivals.map(({ record }) => record.offset),
    times,
    arrivals.map(({ id }) => storedId(id)),
    arrivals.map(({ record }) => record.key),
    last.record.offset + 1n,
    times.reduce((latest, time) => Math.max(latest, time)),
  ]);
  const answers = [...textOf(row ?? {}, 'answers')];
  refuseOtherLog(lane, arrivals, answers);
  const behind = arrivals.filter((_, index) => answers[index] === 'p');
  if (behind.length > 0) await addBehind(sql, lane, behind);
  return answers.map((answer) => verdicts.get(answer) ?? unknownAnswer(answer));
}

function asked(consumer: string, { record, time, claims }: Arrival, window: number): string {
  if (!claims) return 's';
  const { headers } = record;
  if (headers.has('dlq_replay_id') && headerOf(headers, 'dlq_group') === consumer) return 'r';
  return record.timestamp - time > window ? 'o' : 'c';
}

/**
 * A record that stands where others were settled, yet is younger than all of them: the topic was deleted and made again.
 * To go on would drop its records as duplicates.
 */
function refuseOtherLog(lane: LanePlace, arrivals: readonly Arrival[], answers: readonly string[]): void {
  const other = arrivals[answers.indexOf('x')];
  if (other === undefined) return;
  const { consumer, topic, partition } = lane;
  throw new RuntimeError(
    'OFFSET_OUT_OF_RANGE',
    `Offset ${other.record.offset} of '${topic}' partition ${partition} is settled for the consumer '${consumer}', but ` +
      'the record there is younger than that: the topic was made anew. If it was, and what it lost is taken care of, ' +
      `delete what is known of the old one (forgetTopic of @eventwright/runtime/delivery) and start again`,
  );
}

function unknownAnswer(answer: string): never {
  throw new Error(`eventwright_admit answered '${answer}': the functions of the database are of another version.`);
}
