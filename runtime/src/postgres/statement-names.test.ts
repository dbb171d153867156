import fc from 'fast-check';
import { expect, it } from 'vitest';
import { statementNames } from './statement-names.ts';

it('names a text from its second use on, and always the same', () => {
  const { nameOf } = statementNames();
  const uses = ['select 1', 'select 2', 'select 1', 'select 1', 'select 2'].map(nameOf);
  expect(uses).toEqual([undefined, undefined, expect.any(String), uses[2], expect.any(String)]);
  expect(uses[4]).not.toBe(uses[2]);
});

it('gives a text the same name in every process, since a pooler mixes their connections', () => {
  const [one, other] = [statementNames(), statementNames()];
  for (const text of ['select 2', 'select 1', 'select 2']) other.nameOf(text);
  const nameIn = (names: typeof one) => [names.nameOf('select 1'), names.nameOf('select 1')].at(-1);
  expect(nameIn(one)).toBe(nameIn(other));
  // PostgreSQL cuts names off at 63 bytes.
  expect(nameIn(one)?.length).toBeLessThan(63);
});

it('names no more than its limit, whatever texts come', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30 }).map(String)), (texts) => {
      const { nameOf } = statementNames(5);
      const named = new Set(texts.filter((text) => nameOf(text) !== undefined));
      expect(named.size).toBeLessThanOrEqual(5);
    }),
  );
});

it('names nothing once it has stopped', () => {
  const names = statementNames();
  for (let use = 0; use < 3; use += 1) names.nameOf('select 1');
  names.stop();
  expect(names.nameOf('select 1')).toBeUndefined();
});
