import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colouredDiff, unifiedDiff } from './unified-diff.ts';

const diff = (before: string | undefined, after: string | undefined): readonly string[] => {
  const side = (text: string | undefined) => (text === undefined ? undefined : { path: 'x.ts', text });
  return unifiedDiff({ before: side(before), after: side(after) });
};

const numbers = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join('');

describe('unifiedDiff', () => {
  it('shows a change with three lines around it', () => {
    expect(diff(numbers(1, 9), numbers(1, 9).replace('5', 'five'))).toEqual([
      '--- a/x.ts',
      '+++ b/x.ts',
      '@@ -2,7 +2,7 @@',
      ...[' 2', ' 3', ' 4', '-5', '+five', ' 6', ' 7', ' 8'],
    ]);
  });

  it('shows changes that are far apart in hunks of their own', () => {
    const hunks = diff(numbers(1, 30), `0\n${numbers(1, 29)}`).filter((line) => line.startsWith('@@'));
    expect(hunks).toEqual(['@@ -1,3 +1,4 @@', '@@ -27,4 +28,3 @@']);
  });

  it('shows files that come and go', () => {
    expect(diff(undefined, 'a\n')).toEqual(['--- /dev/null', '+++ b/x.ts', '@@ -0,0 +1 @@', '+a']);
    expect(diff('a\nb\n', undefined)).toEqual(['--- a/x.ts', '+++ /dev/null', '@@ -1,2 +0,0 @@', '-a', '-b']);
  });

  it('says where a last line has no line break', () => {
    expect(diff('a', 'a\n').slice(3)).toEqual(['-a', '\\ No newline at end of file', '+a']);
  });

  it('says nothing of texts that are the same', () => {
    expect(diff('a\n', 'a\n')).toEqual([]);
  });

  it('holds both texts, whatever they are, and not a line more than necessary', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', '')).map((lines) => lines.map((line) => `${line}\n`).join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(patched(before, diff(before, after))).toBe(after);
        expect(patched(after, diff(after, before))).toBe(before);
      }),
    );
  });

  it('ends soon for long texts that have nothing in common', () => {
    const lines = diff(numbers(1, 20_000), numbers(30_000, 50_000));
    expect(lines.filter((line) => line.startsWith('-') && !line.startsWith('---'))).toHaveLength(20_000);
  });
});

describe('colouredDiff', () => {
  it('tells removed, added and places apart', () => {
    expect(colouredDiff(['--- a/x', '@@ -1 +1 @@', '-a', '+b', ' c'])).toEqual([
      '\u001b[1m--- a/x\u001b[22m',
      '\u001b[36m@@ -1 +1 @@\u001b[39m',
      '\u001b[31m-a\u001b[39m',
      '\u001b[32m+b\u001b[39m',
      ' c',
    ]);
  });
});

/** What `patch` does. */
function patched(text: string, lines: readonly string[]): string {
  const rest = text.split('\n').slice(0, -1);
  const result: string[] = [];
  let taken = 0;
  for (const line of lines.slice(2)) {
    const [, from, count] = /^@@ -(\d+)(?:,(\d+))? /.exec(line) ?? [];
    if (from !== undefined) {
      const start = Number(from) - (count === '0' ? 0 : 1);
      result.push(...rest.slice(taken, start));
      taken = start;
    } else if (line.startsWith('+')) result.push(line.slice(1));
    else {
      if (rest[taken] !== line.slice(1)) throw new Error(`line ${taken + 1} is ${rest[taken]}, not ${line.slice(1)}`);
      if (line.startsWith(' ')) result.push(line.slice(1));
      taken += 1;
    }
  }
  return [...result, ...rest.slice(taken)].map((line) => `${line}\n`).join('');
}
