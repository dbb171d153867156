import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cases } from '../cases/index.ts';
import { mutate } from './mutation.ts';
import { mutations } from './mutations.ts';

const source = (file: string): string => readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8');

describe('mutate', () => {
  const piece = { file: 'a.ts', search: 'guard()', replace: 'true' };

  it('replaces what stands there once', () => {
    expect(mutate('if (guard()) go();', [piece])).toBe('if (true) go();');
  });

  it.each(['go();', 'guard() && guard();'])('refuses what is not there, or there more than once: %s', (text) => {
    expect(() => mutate(text, [piece])).toThrow(/times in a\.ts, not once/);
  });
});

describe('mutations', () => {
  it.each(mutations)('finds the guard in the sources: $name', ({ pieces }) => {
    for (const [file, mine] of Map.groupBy(pieces, (piece) => piece.file)) {
      expect(mutate(source(file), mine)).not.toBe(source(file));
    }
  });

  it.each(mutations)('is shown by a case or a test that exists: $name', ({ shownBy }) => {
    if (typeof shownBy === 'string') expect(cases.map(({ id }) => id)).toContain(shownBy);
    else expect(shownBy.file).toMatch(/\.test\.ts$/);
    if (typeof shownBy !== 'string')
      expect(existsSync(new URL(`../../../../${shownBy.file}`, import.meta.url))).toBe(true);
  });
});
