import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecord, printRecord } from './log-record.ts';

describe('a record of the log', () => {
  it('is one line that is read back as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (values) => {
        const entries = JSON.parse(JSON.stringify(values));
        const record = printRecord(entries);
        expect(record.indexOf('\n')).toBe(record.length - 1);
        expect(parseRecord(record.slice(0, -1))).toEqual(entries);
      }),
    );
  });

  it('is refused when any of its characters has changed', () => {
    const line = printRecord([{ kind: 'mode', subject: 'orders', mode: null }]).slice(0, -1);
    for (let index = 0; index < line.length; index++) {
      const changed = `${line.slice(0, index)}${line[index] === '~' ? '!' : '~'}${line.slice(index + 1)}`;
      expect(parseRecord(changed), changed).toBeUndefined();
    }
  });

  it('is refused when it is cut short', () => {
    const line = printRecord([1, 2, 3]).slice(0, -1);
    for (let length = 0; length < line.length; length++) expect(parseRecord(line.slice(0, length))).toBeUndefined();
  });
});
