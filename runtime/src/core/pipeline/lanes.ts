import type { Wait } from '../wait.ts';
import { createSlots } from './slots.ts';

/** Whom a waiting record holds up: the followers under its key, or everything, since all need what is away. */
export type WaitScope = 'key' | 'all';

/** A record's turn at its lane, with a running slot in hand. */
export interface Turn {
  /**
   * Gives the slot up for so many milliseconds and takes one again. The lane stays closed to the followers. Rejects once
   * the lanes are stopping.
   */
  pause(milliseconds: number, scope: WaitScope): Promise<void>;
}

export interface LanesOptions<Item> {
  /** Items worked on at the same time; those that pause do not count. */
  readonly concurrency: number;
  readonly wait: Wait;
  /** Aborted when no item may start or go on after a pause any more. */
  readonly stopping: AbortSignal;
  /** Does all work for one item. When it resolves, the lane's next item is due. */
  work(item: Item, turn: Turn): Promise<void>;
  /** Items of a lane now wait for a retry of its key. */
  held(items: number): void;
  /** They no longer do. */
  released(items: number): void;
  /** `work` has thrown, other than for the stopping; its lane stands still. */
  failed(error: unknown): void;
}

/** Items with the same key one after another, in the order in which they were added; others side by side. */
export interface Lanes<Item> {
  /** An item without a key has a lane to itself. */
  add(key: Uint8Array | null, item: Item): void;
  /** Resolves as soon as nothing is being worked on. */
  idle(): Promise<void>;
}

interface Lane<Item> {
  readonly items: Item[];
  held: boolean;
}

export function createLanes<Item>(options: LanesOptions<Item>): Lanes<Item> {
  const { concurrency, wait, stopping, work } = options;
  const slots = createSlots(concurrency, stopping);
  const lanes = new Map<string, Lane<Item>>();

  const pause = async (lane: Lane<Item>, milliseconds: number, scope: WaitScope): Promise<void> => {
    lane.held = scope === 'key';
    const held = lane.held ? lane.items.length : 0;
    options.held(held);
    try {
      await wait(milliseconds, stopping);
    } finally {
      options.released(lane.held ? lane.items.length : 0);
      lane.held = false;
    }
  };

  const takeTurn = async (lane: Lane<Item>, item: Item): Promise<void> => {
    await slots.acquire();
    let holding = true;
    try {
      await work(item, {
        pause: async (milliseconds, scope) => {
          slots.release();
          holding = false;
          await pause(lane, milliseconds, scope);
          await slots.acquire();
          holding = true;
        },
      });
    } finally {
      if (holding) slots.release();
    }
  };

  const run = async (key: string | undefined, lane: Lane<Item>): Promise<void> => {
    try {
      for (let item = lane.items[0]; item !== undefined; item = lane.items[0]) {
        await takeTurn(lane, item);
        lane.items.shift();
      }
      if (key !== undefined) lanes.delete(key);
    } catch (error) {
      if (!stopping.aborted) options.failed(error);
    }
  };

  return {
    add: (keyBytes, item) => {
      const key = keyBytes === null ? undefined : textOfKey(keyBytes);
      const lane = key === undefined ? undefined : lanes.get(key);
      if (lane !== undefined) {
        lane.items.push(item);
        if (lane.held) options.held(1);
        return;
      }
      const opened: Lane<Item> = { items: [item], held: false };
      if (key !== undefined) lanes.set(key, opened);
      void run(key, opened);
    },
    idle: slots.idle,
  };
}

/** Key bytes as a map's key: one character for each byte, so different bytes never meet. */
function textOfKey(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
