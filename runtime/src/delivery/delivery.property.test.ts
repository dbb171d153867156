import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Arrival } from '../core/delivery.ts';
import { textOf as columnText } from '../database/columns.ts';
import { openPglite } from '../postgres/index.ts';
import { parkingOf } from './testing/admission-contract.ts';
import { type Opened, useDelivery } from './testing/delivery-host.ts';
import { arrivalAt, laneFor, textOf } from './testing/records.ts';

const open = useDelivery(() => openPglite());

const keys = ['a', 'b', 'c'] as const;

/** A record has one of three keys and one of few ids, which belong to their keys: duplicates are frequent. */
const record = fc.tuple(fc.constantFrom(...keys), fc.nat(5));

/** What a consumer does with the next records of a key's lane, or with a parked key. `unheard`: it dies after its commit. */
const step = fc.record({
  kind: fc.constantFrom('take', 'take', 'take', 'park', 'hold', 'due', 'due', 'redrive', 'restart'),
  key: fc.constantFrom(...keys),
  run: fc.integer({ min: 1, max: 4 }),
  end: fc.constantFrom('commit', 'commit', 'commit', 'undone', 'unheard'),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Runs a step as the pipeline would; what happens to a key is written into `effect`, in its transaction. */
async function take({ delivery }: Opened, todo: readonly Arrival[], { kind, end, run }: Step): Promise<boolean> {
  const [first] = todo;
  if (first === undefined) return false;
  const lane = laneFor(first);
  const parks = kind === 'park' || kind === 'hold';
  const arrivals = parks ? [{ ...first, claims: false }] : todo.slice(0, run);
  const taken = delivery.transaction(async (tx) => {
    const verdicts = await tx.admit(lane, arrivals);
    for (const [
      index,
      {
        id,
        record: { key },
      },
    ] of arrivals.entries()) {
      if (verdicts[index] !== 'new') continue;
      if (parks) await tx.park(lane, first.record, parkingOf(kind === 'hold' ? 'held' : 0));
      else await tx.sql.query('insert into effect (key, event) values ($1, $2)', [textOf(key), id]);
    }
    if (end === 'undone') throw new Error('undone');
  });
  return taken.then(
    () => end === 'commit',
    () => false,
  );
}

async function takeDue({ delivery }: Opened, of: Arrival, { end, run }: Step): Promise<void> {
  const lane = laneFor(of);
  const taken = delivery.transaction(async (tx) => {
    for (const parked of await tx.takeParked(lane, of.record.key, run)) {
      const id = textOf(parked.record.headers.get('ce_id'));
      if (await tx.claim(lane, parked.record, id)) {
        await tx.sql.query('insert into effect (key, event) values ($1, $2)', [textOf(of.record.key), id]);
      }
      await tx.unpark(lane, parked.record);
    }
    if (end === 'undone') throw new Error('undone');
  });
  await taken.catch(() => undefined);
}

it('has each effect once and in the order of its key, whatever is parked, undone, forgotten or delivered again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 15 }), fc.array(step, { maxLength: 40 }), async (records, steps) => {
      const opened = await open();
      const { delivery, database } = opened;
      await database.transaction((tx) =>
        tx.execute('create table effect (n serial primary key, key text not null, event text not null)'),
      );
      const log = records.map(([key, id], offset) => arrivalAt(offset, { key, id: `${key}${id}` }));
      const ofKey = (key: string): readonly Arrival[] => log.filter(({ record: { key: of } }) => textOf(of) === key);
      const next = new Map<string, number>();
      for (const one of [...steps, ...finish]) {
        const [all, at] = [ofKey(one.key), next.get(one.key) ?? 0];
        const [first] = all;
        if (one.kind === 'restart') next.set(one.key, Math.max(0, at - one.run));
        else if (one.kind === 'due' && first !== undefined) await takeDue(opened, first, one);
        else if (one.kind === 'redrive') await database.transaction((tx) => tx.execute(redrive));
        else if (await take(opened, all.slice(at), one)) {
          next.set(one.key, at + (one.kind === 'take' ? Math.min(one.run, all.length - at) : 1));
        }
      }
      const rows = await database.transaction((tx) => tx.query('select key, event from effect order by n'));
      for (const key of keys) {
        const effects = rows.filter((row) => columnText(row, 'key') === key).map((row) => columnText(row, 'event'));
        expect(effects).toEqual([...new Set(ofKey(key).map(({ id }) => id))]);
      }
      expect((await delivery.status()).parked.records).toBe(0);
    }),
    { numRuns: 12 },
  );
});

/** What an operator does with every held key. */
const redrive = `update eventwright_parked set state = 'waiting', due_at = clock_timestamp() where state = 'dead'`;

/** Takes up whatever is left. */
const finish: readonly Step[] = keys.flatMap((key): readonly Step[] => [
  ...Array.from({ length: 4 }, (): Step => ({ kind: 'take', key, run: 4, end: 'commit' })),
  { kind: 'redrive', key, run: 1, end: 'commit' },
  ...Array.from({ length: 4 }, (): Step => ({ kind: 'due', key, run: 4, end: 'commit' })),
]);
