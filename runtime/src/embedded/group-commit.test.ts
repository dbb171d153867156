import { describe, expect, it } from 'vitest';
import { createGate } from '../testing/transport/gate.ts';
import { createGroupCommit } from './group-commit.ts';

describe('createGroupCommit', () => {
  it('flushes what one tick adds together, in order', async () => {
    const flushes: (readonly number[])[] = [];
    const commit = createGroupCommit<number>(async (items) => void flushes.push(items));
    await Promise.all([1, 2, 3].map((item) => commit.add(item)));
    expect(flushes).toEqual([[1, 2, 3]]);
  });

  it('gathers what comes while a flush runs and never runs two', async () => {
    const gate = createGate();
    const flushes: (readonly string[])[] = [];
    let running = 0;
    const commit = createGroupCommit<string>(async (items) => {
      expect(++running).toBe(1);
      flushes.push(items);
      await gate.passed;
      running--;
    });
    const first = commit.add('first');
    while (flushes.length === 0) {
      await new Promise(setImmediate);
    }
    const rest = [commit.add('second')];
    await new Promise(setImmediate);
    rest.push(commit.add('third'));
    gate.open();
    await Promise.all([first, ...rest]);
    expect(flushes).toEqual([['first'], ['second', 'third']]);
  });

  it('rejects what a failed flush took, and flushes what comes after', async () => {
    const failure = new Error('no space');
    const commit = createGroupCommit<string>(async (items) => {
      if (items.includes('bad')) {
        throw failure;
      }
    });
    const together = [commit.add('bad'), commit.add('with bad')];
    expect(await Promise.allSettled(together)).toEqual([
      { status: 'rejected', reason: failure },
      { status: 'rejected', reason: failure },
    ]);
    await expect(commit.add('good')).resolves.toBeUndefined();
  });

  it('is settled once everything added so far has been flushed', async () => {
    const gate = createGate();
    const flushed: string[] = [];
    const commit = createGroupCommit<string>(async (items) => {
      await gate.passed;
      flushed.push(...items);
    });
    const added = [commit.add('one'), commit.add('two')];
    const settled = commit.settled().then(() => [...flushed]);
    gate.open();
    expect(await settled).toEqual(['one', 'two']);
    await Promise.all(added);
  });
});
