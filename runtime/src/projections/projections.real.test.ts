import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openEventStore } from '../event-store/index.ts';
import { accountEvents } from '../event-store/testing/account.ts';
import { useDatabases } from '../event-store/testing/database-host.ts';
import { holdTransaction } from '../event-store/testing/held-transaction.ts';
import { connectPostgres } from '../postgres/index.ts';
import { listProjections, openProjection, rebuildProjection } from './index.ts';
import { balances, foldMoves, type Move, readBalances } from './testing/balances.ts';
import { describeProjections } from './testing/projection-contract.ts';
import { describeStoreProjections } from './testing/store-projection-contract.ts';
import { itFoldsTopics } from './testing/topic-property.ts';

const url = process.env['POSTGRES_URL'] ?? '';

const schemas: string[] = [];
const open = useDatabases('projections', async () => ({
  database: (schema) => {
    schemas.push(schema);
    return connectPostgres({ url, schema, poolSize: 12 });
  },
  close: async () => {},
}));

describeProjections(open);
describeStoreProjections(open);
itFoldsTopics(open);

/** A process that runs the projection until it kills itself; resolves with the signal that it ended by. */
async function workUntilKilled(schema: string, nth: number): Promise<NodeJS.Signals | null> {
  const worker = fork(join(import.meta.dirname, 'testing/projection-worker.fixture.ts'), [url, schema, String(nth)]);
  onTestFinished(() => void worker.kill('SIGKILL'));
  const [, signal] = await once(worker, 'exit');
  return signal;
}

const openStore = async () => {
  const database = await open();
  const schema = schemas.at(-1) ?? expect.fail('no schema');
  return { database, schema, store: await openEventStore({ database, events: accountEvents }) };
};

describe('F37', () => {
  it('a storm of appends, SIGKILL in the middle of batches and a rebuild while live leave the fold of gapless streams', async () => {
    const { database, schema, store } = await openStore();
    const moves: Move[] = [];
    const writers = Array.from({ length: 32 }, async (_, writer) => {
      for (let turn = 1; turn <= 12; turn += 1) {
        const move = { account: `account-${writer % 3}`, cents: writer * turn };
        const event = { name: 'deposited', value: { cents: move.cents } } as const;
        await database.transaction((tx) => store.append(tx, move.account, [event], { expected: 'any' }));
        moves.push(move);
      }
    });
    expect(await workUntilKilled(schema, 2)).toBe('SIGKILL');
    expect(await workUntilKilled(schema, 3)).toBe('SIGKILL');
    expect(await rebuildProjection(database, 'balances')).toBe(2);
    expect(await workUntilKilled(schema, 5)).toBe('SIGKILL');
    const last = await openProjection(balances(store), { database, leaseTime: 300 });
    onTestFinished(last.close);
    await Promise.all(writers);

    await vi.waitFor(async () => {
      expect(await listProjections(database)).toMatchObject([{ build: 2, state: 'live' }]);
      expect(await database.transaction(readBalances)).toEqual(foldMoves(moves));
    }, 30_000);
    for (const account of Object.keys(foldMoves(moves))) {
      const events = await database.transaction((tx) => store.readStream(tx, account));
      expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1));
    }
  });

  it('an event that is committed late is in the view', async () => {
    const { database, store } = await openStore();
    const opened = await openProjection(balances(store), { database });
    onTestFinished(opened.close);
    const append = (tx: Parameters<typeof store.append>[0], account: string) =>
      store.append(tx, account, [{ name: 'deposited', value: { cents: 1 } }], { expected: 'any' });
    const late = await holdTransaction(database);
    const { position: lower } = await append(late.tx, 'late');
    const { position: higher } = await database.transaction((tx) => append(tx, 'early'));
    expect(higher.number).toBeGreaterThan(lower.number);

    expect(await opened.reached(higher, { within: 500 })).toBe(false);
    await late.commit();
    expect(await opened.reached(higher, { within: 10_000 })).toBe(true);
    expect(await database.transaction(readBalances)).toEqual({ early: [1, 1], late: [1, 1] });
  });
});
