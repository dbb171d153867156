import { setTimeout as pause } from 'node:timers/promises';
import { type Client, RuntimeError } from '@eventwright/runtime';
import { integerOf } from '@eventwright/runtime/postgres';
import { type Random, seededRandom } from '../random.ts';
import type { NoSends, SourceSends } from './contract.ts';
import type { MemberSettings } from './member-settings.ts';

class RolledBack extends Error {}

/** Makes changes, several at a time, until the signal says stop; resolves when the last transaction has ended. */
export async function runSource(
  client: Client<SourceSends, NoSends>,
  { load, seed }: MemberSettings,
  finish: AbortSignal,
): Promise<void> {
  const random = seededRandom(`${seed}/source`);
  const start = performance.now();
  let count = 0;

  async function write(mine: Random): Promise<void> {
    while (!finish.aborted) {
      const due = start + (count++ * 1_000) / load.rate;
      await pause(Math.max(0, due - performance.now()));
      const key = `key-${mine.chance(load.hot) ? 1 : mine.between(1, load.keys)}`;
      const padding = 'x'.repeat(load.padding * (mine.chance(load.large) ? 20 : 1));
      await change(client, { key, padding, rollBack: mine.chance(load.rollbacks) });
    }
  }

  await Promise.all(Array.from({ length: load.writers }, (_, index) => write(random.fork(`writer ${index}`))));
}

interface Change {
  readonly key: string;
  readonly padding: string;
  readonly rollBack: boolean;
}

/** One change and its event, in one transaction. Where the database is away, whether it was made is for the database to say. */
async function change(client: Client<SourceSends, NoSends>, { key, padding, rollBack }: Change): Promise<void> {
  try {
    await client.transaction(async ({ tx, send }) => {
      const [row] = await tx.query(
        `insert into counter (key, seq) values ($1, 1)
         on conflict (key) do update set seq = counter.seq + 1 returning seq`,
        [key],
      );
      const seq = integerOf(row ?? {}, 'seq');
      const { id } = await send.started({ key, value: { key, seq, padding } });
      await tx.query('insert into change (key, seq, event_id) values ($1, $2, $3)', [key, seq, id]);
      if (rollBack) throw new RolledBack();
    });
  } catch (error) {
    if (error instanceof RolledBack) return;
    if (!(error instanceof RuntimeError)) throw error;
    await pause(100);
  }
}
