import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.ts';

/** What happens to the bytes of one direction. Nothing said: they pass. */
export interface LinkFaults {
  /** Milliseconds that bytes are on their way, more or less `jitter`; they stay in order. */
  readonly delay?: { readonly mean: number; readonly jitter: number };
  /** Part of the chunks, 0 to 1, that get lost and are sent again by TCP, 200 ms later; what follows has to wait. */
  readonly loss?: number;
  /** Bytes per second at most. */
  readonly rate?: number;
  /** Bytes vanish, while both ends believe in the connection. What has lost bytes is of no use after it, and is cut. */
  readonly drop?: boolean;
}

export type Direction = 'up' | 'down';

/**
 * What becomes of a chunk that somebody looked at: `cut` ends the connection before it passes, a number is the
 * milliseconds that it is late, bytes pass in its place.
 */
export type ChunkVerdict = 'pass' | 'drop' | 'cut' | number | Buffer;

export interface LinkOptions {
  readonly from: Socket;
  readonly to: Socket;
  readonly faults: () => LinkFaults;
  readonly inspect: (chunk: Buffer) => ChunkVerdict;
  readonly random: Random;
}

/** One direction of a connection. */
export interface Link {
  /** True once bytes have vanished. */
  readonly damaged: boolean;
}

/** How long TCP waits before it sends again, at least. */
const retransmission = 200;

/** More than this is not taken from the sender while it waits here. */
const highWater = 1_048_576;

/** Passes bytes on, late, slowly or never, as the faults of the moment say. */
export function openLink({ from, to, faults, inspect, random }: LinkOptions): Link {
  let damaged = false;
  let waiting = 0;
  let arrival = 0;
  let last: Promise<void> = Promise.resolve();

  function pass(chunk: Buffer, late: number): void {
    const due = dueAt(chunk.length, late);
    waiting += chunk.length;
    if (waiting > highWater) from.pause();
    last = last.then(async () => {
      const rest = due - performance.now();
      if (rest > 0) await pause(rest);
      // What was on its way when the faults began may still get lost.
      if (faults().drop) damaged = true;
      else if (!to.destroyed) to.write(chunk);
      waiting -= chunk.length;
      if (waiting <= highWater) from.resume();
    });
  }

  function dueAt(size: number, late: number): number {
    const { delay, loss = 0, rate } = faults();
    const now = performance.now();
    const journey = delay === undefined ? 0 : delay.mean + delay.jitter * (2 * random.next() - 1);
    const again = loss > 0 && random.chance(loss) ? retransmission : 0;
    const sending = rate === undefined ? 0 : (size / rate) * 1_000;
    arrival = Math.max(arrival, now) + sending;
    arrival = Math.max(arrival, now + Math.max(0, journey) + again + late);
    return arrival;
  }

  from.on('data', (chunk: Buffer) => {
    const verdict = inspect(chunk);
    if (verdict === 'cut') {
      from.resetAndDestroy();
      to.resetAndDestroy();
    } else if (verdict === 'drop' || faults().drop) damaged = true;
    else if (typeof verdict === 'object') pass(verdict, 0);
    else pass(chunk, verdict === 'pass' ? 0 : verdict);
  });
  from.on('end', () => {
    void last.then(() => (faults().drop ? undefined : to.end()));
  });
  return {
    get damaged() {
      return damaged;
    },
  };
}
