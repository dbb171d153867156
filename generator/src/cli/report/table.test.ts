import { describe, expect, it } from 'vitest';
import { table, tableWithin } from './table.ts';

const rows = [
  ['KEY', 'ERROR'],
  ['order-1', 'the warehouse has no more of it'],
  ['o-2', 'gone'],
];

describe('table', () => {
  it('aligns columns, and leaves no blanks at the end', () => {
    expect(table(rows)).toEqual(['KEY      ERROR', 'order-1  the warehouse has no more of it', 'o-2      gone']);
  });
});

describe('tableWithin', () => {
  it('shortens the last column so that lines fit into the terminal', () => {
    const lines = tableWithin(35, rows);
    expect(lines[1]).toBe('order-1  the warehouse has no more…');
    expect(Math.max(...lines.map(({ length }) => length))).toBe(35);
  });

  it('leaves enough of it to be of use, and what fits as it is', () => {
    expect(tableWithin(10, rows)[1]).toBe('order-1  the warehouse has no mo…');
    expect(tableWithin(160, rows)).toEqual(table(rows));
    expect(tableWithin(80, [])).toEqual([]);
  });
});
