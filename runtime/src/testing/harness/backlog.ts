import type { Sql } from '../../core/database.ts';
import type { StoredRecord } from '../../core/transport.ts';
import { bigintOf, booleanOf, dateOf, integerOf, nullable, textOf } from '../../database/columns.ts';

/** What the tables of delivery say is still to be done. */
export interface Backlog {
  /** Records in the outbox. */
  readonly unpublished: number;
  /** Keys that wait for their next try. */
  readonly waiting: number;
  /** How a record that counts as done on the log is parked; undefined where it is not. */
  parked(group: string, record: StoredRecord): string | undefined;
  /** Changes with the rest. */
  readonly version: string;
}

const nothing: Backlog = { unpublished: 0, waiting: 0, parked: () => undefined, version: '' };

export async function readBacklog(tx: Sql): Promise<Backlog> {
  const [made = {}] = await tx.query(`select to_regclass('eventwright_parked') is not null as is_there`);
  if (!booleanOf(made, 'is_there')) return nothing;
  const [outbox = {}] = await tx.query('select count(*)::int as rows from eventwright_outbox');
  const unpublished = integerOf(outbox, 'rows');
  const parked = await tx.query('select consumer, topic, partition, off, state, due_at from eventwright_parked');
  const states = new Map(
    parked.map((row) => {
      const [topic, partition, offset] = [textOf(row, 'topic'), integerOf(row, 'partition'), bigintOf(row, 'off')];
      const due = nullable(dateOf)(row, 'due_at');
      const state = due === null ? 'parked behind its key' : `parked until ${due.toISOString()}`;
      return [placeOf(textOf(row, 'consumer'), { topic, partition, offset }), state] as const;
    }),
  );
  return {
    unpublished,
    waiting: parked.filter((row) => textOf(row, 'state') === 'waiting').length,
    parked: (group, record) => states.get(placeOf(group, record)),
    version: JSON.stringify([unpublished, ...states]),
  };
}

type Place = Pick<StoredRecord, 'topic' | 'partition' | 'offset'>;

function placeOf(group: string, { topic, partition, offset }: Place): string {
  return JSON.stringify([group, topic, partition, String(offset)]);
}
