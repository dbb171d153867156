import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const document = readFileSync('docs/reliability.md', 'utf8');

/** The links of the table of promises, whose texts are names of tests. */
const named = [...document.matchAll(/\[([^\]]+)\]\((\.\.\/[^)]+\.ts)\)/g)].map(([, name = '', target = '']) => ({
  name,
  file: posix.join('docs', target),
}));

describe('docs/reliability.md', () => {
  it('names tests that there are', () => {
    const missing = named.filter(({ name, file }) => !readFileSync(file, 'utf8').includes(name));
    expect(named.length).toBeGreaterThan(40);
    expect(missing).toEqual([]);
  });

  it('has tests for every promise of delivery', () => {
    const promises = [
      'P1',
      'P2',
      'P3',
      'P4',
      'P5',
      'P6',
      'P7',
      'P8',
      'P9',
      'P10',
      'P11',
      'P12',
      'P13',
      'P16',
      'P17',
      'P18',
      'P20',
    ];
    const rows = promises.map(
      (promise) => document.split('\n').find((line) => line.startsWith(`| ${promise} |`)) ?? '',
    );
    expect(rows.map((row) => row.includes('.test.ts)') || row.includes('-contract.ts)'))).toEqual(
      promises.map(() => true),
    );
  });
});
