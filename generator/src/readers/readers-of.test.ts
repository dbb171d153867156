import { describe, expect, it } from 'vitest';
import type { FieldRead } from './field-read.ts';
import { readersOf } from './readers-of.ts';

function read(path: string, given: Partial<FieldRead> = {}): FieldRead {
  return {
    message: 'OrderPlaced',
    part: 'value',
    path,
    access: 'reads',
    service: 'billing',
    applications: [],
    file: 'a.ts',
    line: 1,
    column: 1,
    isTest: false,
    why: 'named',
    code: '',
    ...given,
  };
}

const everything = (path: string, except?: readonly string[]): FieldRead =>
  read(path, { access: 'may read everything', ...(except && { except }) });

const pathsOf = (reads: readonly FieldRead[], path: string): readonly string[] =>
  readersOf(reads, { message: 'OrderPlaced', path }).map((one) => one.path);

describe('readersOf', () => {
  it('takes what uses the field and what is in it, and nothing beside it', () => {
    const reads = ['total', 'total.amount', 'totals', 'note', 'lines.total'].map((path) => read(path));
    expect(pathsOf(reads, 'total')).toEqual(['total', 'total.amount']);
    expect(pathsOf(reads, 'total.amount')).toEqual(['total.amount']);
  });

  it('takes what may read everything of what the field is in, unless it lacks the field', () => {
    const reads = [everything(''), everything('', ['total']), everything('total'), everything('note')];
    expect(pathsOf(reads, 'total.amount')).toEqual(['', 'total']);
    expect(pathsOf(reads, 'note')).toEqual(['', '', 'note']);
  });

  it('takes a path as a JSON pointer too', () => {
    expect(pathsOf([read('total.amount'), read('note')], '/total/amount')).toEqual(['total.amount']);
  });

  it('tells the parts of a message and the messages apart', () => {
    const reads = [read('sku', { part: 'key' }), read('sku'), read('sku', { message: 'StockCounted' })];
    const [ofKey, ofValue] = reads;
    expect(readersOf(reads, { message: 'OrderPlaced', path: 'sku' })).toEqual([ofValue]);
    expect(readersOf(reads, { message: 'OrderPlaced', part: 'key', path: 'sku' })).toEqual([ofKey]);
    expect(readersOf(reads, { message: 'OrderPlaced', path: '' })).toEqual([ofKey, ofValue]);
  });
});
