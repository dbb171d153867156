import { setTimeout as pause } from 'node:timers/promises';
import { type Client, RuntimeError } from '@eventwright/runtime';
import { integerOf, textOf } from '@eventwright/runtime/postgres';
import { type Random, seededRandom } from '../random.ts';
import type { NoSends, SourceSends } from './contract.ts';
import type { HarnessChannel } from './harness-channel.ts';
import type { Load, MemberSettings } from './member-settings.ts';

class RolledBack extends Error {}

/** Makes changes, several at a time, until it is to finish; resolves when the last transaction has ended. */
export async function runSource(
  client: Client<SourceSends, NoSends>,
  { load, seed }: MemberSettings,
  channel: Pick<HarnessChannel, 'finish' | 'holds'>,
): Promise<void> {
  const random = seededRandom(`${seed}/source`);
  const start = performance.now();
  let count = 0;

  async function write(mine: Random): Promise<void> {
    while (!channel.finish.aborted) {
      const due = start + (count * 1_000) / load.rate;
      count += load.together;
      await pause(Math.max(0, due - performance.now()));
      while (channel.holds && !channel.finish.aborted) await pause(50);
      await change(client, keysOf(mine, load), { load, random: mine });
    }
  }

  await Promise.all(Array.from({ length: load.writers }, (_, index) => write(random.fork(`writer ${index}`))));
}

/** In an order that all writers share, so that none of them meets another one in a deadlock. */
function keysOf(random: Random, { together, hot, keys }: Load): readonly string[] {
  const chosen = Array.from({ length: together }, () => `key-${random.chance(hot) ? 1 : random.between(1, keys)}`);
  return [...new Set(chosen)].sort();
}

interface Draw {
  readonly load: Load;
  readonly random: Random;
}

/** Changes and their events, in one transaction. Where the database is away, whether it was made is for the database to say. */
async function change(
  client: Client<SourceSends, NoSends>,
  keys: readonly string[],
  { load, random }: Draw,
): Promise<void> {
  const rollBack = random.chance(load.rollbacks);
  const paddings = new Map(keys.map((key) => [key, 'x'.repeat(load.padding * (random.chance(load.large) ? 20 : 1))]));
  try {
    await client.transaction(async ({ tx, send }) => {
      const counted = await tx.query(
        `insert into counter (key, seq) select key, 1 from unnest($1::text[]) key
         on conflict (key) do update set seq = counter.seq + 1 returning key, seq`,
        [keys],
      );
      const steps = counted.map((row) => ({ key: textOf(row, 'key'), seq: integerOf(row, 'seq') }));
      const ids: string[] = [];
      for (const { key, seq } of steps) {
        ids.push((await send.started({ key, value: { key, seq, padding: paddings.get(key) ?? '' } })).id);
      }
      await tx.query(
        'insert into change (key, seq, event_id) select * from unnest($1::text[], $2::integer[], $3::text[])',
        [steps.map(({ key }) => key), steps.map(({ seq }) => seq), ids],
      );
      if (rollBack) throw new RolledBack();
    });
  } catch (error) {
    if (error instanceof RolledBack) return;
    if (!(error instanceof RuntimeError)) throw error;
    await pause(100);
  }
}
