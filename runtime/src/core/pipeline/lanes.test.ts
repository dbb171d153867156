import { describe, expect, it } from 'vitest';
import { type Deferred, deferred } from '../testing/deferred.ts';
import { atRest, type ManualTime, manualTime } from '../testing/manual-time.ts';
import { createLanes, type Lanes, type LanesOptions, type Turn } from './lanes.ts';

interface Bench {
  readonly lanes: Lanes<string>;
  readonly time: ManualTime;
  readonly stopping: AbortController;
  /** What has started, in order. */
  readonly started: string[];
  readonly held: { count: number };
  readonly failures: unknown[];
  /** Ends the work on an item. */
  finish(item: string): Promise<void>;
  add(key: string | null, item: string): void;
}

function bench(options: Partial<LanesOptions<string>> = {}): Bench {
  const time = manualTime();
  const stopping = new AbortController();
  const started: string[] = [];
  const works = new Map<string, Deferred>();
  const held = { count: 0 };
  const failures: unknown[] = [];
  const lanes = createLanes<string>({
    concurrency: 2,
    wait: time.wait,
    stopping: stopping.signal,
    batch: 1,
    work: async ([item = '']) => {
      started.push(item);
      const work = deferred();
      works.set(item, work);
      await work.promise;
    },
    paused: () => undefined,
    resumed: () => undefined,
    held: (items) => {
      held.count += items;
    },
    released: (items) => {
      held.count -= items;
    },
    failed: (error) => failures.push(error),
    ...options,
  });
  return {
    lanes,
    time,
    stopping,
    started,
    held,
    failures,
    finish: async (item) => {
      works.get(item)?.resolve();
      await atRest();
    },
    add: (lane, item) => lanes.add(lane ?? undefined, item),
  };
}

/** Work that pauses once for a second. */
function pausing(scope: 'key' | 'all', log: string[]): (items: readonly string[], turn: Turn) => Promise<void> {
  return async ([item = ''], turn) => {
    log.push(`${item} starts`);
    if (item.startsWith('bad')) await turn.pause(1_000, scope);
    log.push(`${item} done`);
  };
}

describe('createLanes', () => {
  it('works on one item of a key at a time, in the order of adding', async () => {
    const { add, started, finish } = bench();
    add('a', 'a1');
    add('a', 'a2');
    add('a', 'a3');
    await atRest();
    expect(started).toEqual(['a1']);
    await finish('a1');
    await finish('a2');
    expect(started).toEqual(['a1', 'a2', 'a3']);
  });

  it('works on different keys side by side, up to the concurrency', async () => {
    const { add, started, finish } = bench();
    for (const key of ['a', 'b', 'c']) add(key, key);
    await atRest();
    expect(started).toEqual(['a', 'b']);
    await finish('b');
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('takes each item without a key for itself, and an empty key for a key', async () => {
    const { add, started } = bench({ concurrency: 10 });
    add(null, 'n1');
    add(null, 'n2');
    add('', 'e1');
    add('', 'e2');
    await atRest();
    expect(started).toEqual(['n1', 'n2', 'e1']);
  });

  it('works on all of a lane together that have come by the time it has its turn, up to the batch', async () => {
    const runs: (readonly string[])[] = [];
    const first = deferred();
    const { add, held } = bench({
      batch: 2,
      work: async (items, turn) => {
        runs.push(items);
        if (runs.length === 1) await first.promise;
        if (runs.length === 2) {
          turn.leave();
          await turn.pause(1_000, 'key');
        }
      },
    });
    add('a', 'a1');
    await atRest();
    for (const item of ['a2', 'a3', 'a4']) add('a', item);
    first.resolve();
    await atRest();
    expect(runs).toEqual([['a1'], ['a2', 'a3']]);
    // One of the two has left, the other waits, and so does who stands behind them.
    expect(held.count).toBe(2);
  });

  it('lets other keys use the slot of one that pauses, and keeps its followers behind it', async () => {
    const log: string[] = [];
    const { add, time, held } = bench({ concurrency: 1, work: pausing('key', log) });
    add('a', 'bad');
    add('a', 'follower');
    add('b', 'other');
    await atRest();
    expect(log).toEqual(['bad starts', 'other starts', 'other done']);
    expect(held.count).toBe(2);
    add('a', 'late follower');
    expect(held.count).toBe(3);
    await time.advance(999);
    expect(log).toHaveLength(3);
    await time.advance(1);
    expect(log.slice(3)).toEqual([
      'bad done',
      'follower starts',
      'follower done',
      'late follower starts',
      'late follower done',
    ]);
    expect(held.count).toBe(0);
  });

  it('counts nothing as held where everything has to wait', async () => {
    const { add, held } = bench({ work: pausing('all', []) });
    add('a', 'bad');
    add('a', 'follower');
    await atRest();
    add('a', 'late follower');
    expect(held.count).toBe(0);
  });

  it('starts nothing and resumes nothing once stopping, but lets go on what is at work', async () => {
    const log: string[] = [];
    const atWork = deferred();
    const { add, lanes, time, stopping, failures } = bench({
      work: async ([item = ''], turn) => {
        log.push(item);
        if (item === 'waits') await turn.pause(1_000, 'key');
        if (item === 'works') await atWork.promise;
        log.push(`${item} done`);
      },
    });
    add('a', 'waits');
    add('b', 'works');
    add('b', 'queued');
    await atRest();
    stopping.abort(new Error('closing'));
    add('c', 'late');
    await time.advance(5_000);
    expect(log).toEqual(['waits', 'works']);
    let idle = false;
    const becomesIdle = lanes.idle().then(() => {
      idle = true;
    });
    await atRest();
    expect(idle).toBe(false);
    atWork.resolve();
    await becomesIdle;
    await atRest();
    expect(log).toEqual(['waits', 'works', 'works done']);
    expect(failures).toEqual([]);
    expect(time.waiting).toBe(0);
  });

  it('reports work that throws, and lets no follower overtake it', async () => {
    const { add, failures, started } = bench({
      work: async ([item = '']) => {
        started.push(item);
        throw new Error(item);
      },
    });
    add('a', 'a1');
    add('a', 'a2');
    await atRest();
    expect(started).toEqual(['a1']);
    expect(failures).toEqual([new Error('a1')]);
  });
});
