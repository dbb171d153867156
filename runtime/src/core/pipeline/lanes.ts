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
  /** One of the items is done, while others that are worked on with it are not. */
  leave(): void;
}

export interface LanesOptions<Item> {
  /** Items worked on at the same time; those that pause do not count. */
  readonly concurrency: number;
  readonly wait: Wait;
  /** Aborted when no item may start or go on after a pause any more. */
  readonly stopping: AbortSignal;
  /** Items of a lane that are worked on together, at most. */
  readonly batch: number;
  /** Does all work for the lane's next items, in their order. When it resolves, those behind them are due. */
  work(items: readonly Item[], turn: Turn): Promise<void>;
  /** A turn pauses now. */
  paused(): void;
  /** It no longer does. */
  resumed(): void;
  /** Items of a lane now wait for a retry of its key. */
  held(items: number): void;
  /** They no longer do. */
  released(items: number): void;
  /** `work` has thrown, other than for the stopping; its lane stands still. */
  failed(error: unknown): void;
}

/** Items of the same lane one after another, in the order in which they were added; others side by side. */
export interface Lanes<Item> {
  /** Without a name the item has a lane to itself. */
  add(lane: string | undefined, item: Item): void;
  /** Resolves as soon as nothing is being worked on. */
  idle(): Promise<void>;
}

interface Lane<Item> {
  readonly name: string | undefined;
  readonly items: Item[];
  held: boolean;
}

export function createLanes<Item>(options: LanesOptions<Item>): Lanes<Item> {
  const { concurrency, wait, stopping, batch, work } = options;
  const slots = createSlots(concurrency, stopping);
  const lanes = new Map<string, Lane<Item>>();

  const pause = async (lane: Lane<Item>, milliseconds: number, scope: WaitScope): Promise<void> => {
    lane.held = scope === 'key';
    const held = lane.held ? lane.items.length : 0;
    options.paused();
    options.held(held);
    try {
      await wait(milliseconds, stopping);
    } finally {
      options.resumed();
      options.released(lane.held ? lane.items.length : 0);
      lane.held = false;
    }
  };

  /** With a slot in hand. A lane that waits for one has no promise, only its place among the waiters. */
  const takeTurn = async (lane: Lane<Item>): Promise<void> => {
    let holding = true;
    const items = lane.items.slice(0, batch);
    let left = items.length;
    try {
      await work(items, {
        pause: async (milliseconds, scope) => {
          slots.release();
          holding = false;
          await pause(lane, milliseconds, scope);
          await slots.acquire();
          holding = true;
        },
        leave: () => {
          lane.items.shift();
          left -= 1;
        },
      });
      if (left > 0) lane.items.splice(0, left);
      if (lane.items.length > 0) slots.whenFree(() => void takeTurn(lane));
      else if (lane.name !== undefined) lanes.delete(lane.name);
    } catch (error) {
      if (!stopping.aborted) options.failed(error);
    }
    if (holding) slots.release();
  };

  let opened: Lane<Item>[] = [];
  const open = (lane: Lane<Item>): void => {
    // All that are opened together, and whatever comes with their first items, which may join these.
    if (opened.push(lane) > 1) return;
    queueMicrotask(() => {
      const due = opened;
      opened = [];
      for (const each of due) slots.whenFree(() => void takeTurn(each));
    });
  };

  return {
    add: (name, item) => {
      const lane = name === undefined ? undefined : lanes.get(name);
      if (lane !== undefined) {
        lane.items.push(item);
        if (lane.held) options.held(1);
        return;
      }
      const added: Lane<Item> = { name, items: [item], held: false };
      if (name !== undefined) lanes.set(name, added);
      open(added);
    },
    idle: slots.idle,
  };
}
