import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeContractHeaders, encodeContractHeaders, type MessageHeaders } from './contract-headers.ts';

const message: MessageHeaders = {
  name: 'OrderPlaced',
  headers: [
    { name: 'sales_channel', type: 'string', required: true, values: ['web', 'app'] },
    { name: 'priority', type: 'integer', required: false },
    { name: 'score', type: 'number', required: false },
    { name: 'gift', type: 'boolean', required: false },
  ],
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const wire = (entries: Readonly<Record<string, string>>): ReadonlyMap<string, Uint8Array> =>
  new Map(Object.entries(entries).map(([name, text]) => [name, bytes(text)]));

describe('contract headers', () => {
  it('travel as text and come back by their types', () => {
    const values = { sales_channel: 'web', priority: -3, score: 0.5, gift: false };
    const encoded = encodeContractHeaders(message, values);
    expect(encoded).toEqual(wire({ sales_channel: 'web', priority: '-3', score: '0.5', gift: 'false' }));
    expect(decodeContractHeaders(message, encoded)).toEqual(values);
  });

  it('come back as they were for every value that fits', () => {
    const values = fc.record(
      {
        sales_channel: fc.constantFrom('web', 'app'),
        priority: fc.maxSafeInteger(),
        score: fc.double({ noNaN: true, noDefaultInfinity: true }).map((score) => score + 0),
        gift: fc.boolean(),
      },
      { requiredKeys: ['sales_channel'] },
    );
    fc.assert(
      fc.property(values, (given) => {
        expect(decodeContractHeaders(message, encodeContractHeaders(message, given))).toEqual(given);
      }),
    );
  });

  it('may be left out where the contract does not require them', () => {
    expect([...encodeContractHeaders(message, { sales_channel: 'app', gift: undefined }).keys()]).toEqual([
      'sales_channel',
    ]);
    expect(decodeContractHeaders(message, wire({ sales_channel: 'app' }))).toEqual({ sales_channel: 'app' });
  });

  it.each([
    [{}, 'OrderPlaced needs the header "sales_channel" (one of web, app)'],
    [{ sales_channel: 'fax' }, 'header "sales_channel" of OrderPlaced is "fax", expected one of web, app'],
    [{ sales_channel: 'web', priority: 1.5 }, 'header "priority" of OrderPlaced is "1.5", expected integer'],
    [{ sales_channel: 'web', score: Number.NaN }, 'header "score" of OrderPlaced is "NaN", expected number'],
    [{ sales_channel: 'web', gift: 'yes' }, 'header "gift" of OrderPlaced is "yes", expected boolean'],
    [{ sales_channel: 'web', toString: 'x' }, 'OrderPlaced has no header "toString"'],
  ])('are refused on sending %j', (values, problem) => {
    expect(() => encodeContractHeaders(message, values)).toThrow(problem);
    expect(() => encodeContractHeaders(message, values)).toThrow('[HEADER_INVALID]');
  });

  it.each([
    [{}, 'needs the header "sales_channel"'],
    [{ sales_channel: 'fax' }, 'is "fax", expected one of web, app'],
    [{ sales_channel: 'web', priority: '1.5' }, 'is "1.5", expected integer'],
    [{ sales_channel: 'web', priority: '99999999999999999999' }, 'expected integer'],
    [{ sales_channel: 'web', priority: '' }, 'is "", expected integer'],
    [{ sales_channel: 'web', score: 'Infinity' }, 'expected number'],
    [{ sales_channel: 'web', gift: 'TRUE' }, 'expected boolean'],
  ])('are refused on receiving %j', (values, problem) => {
    expect(() => decodeContractHeaders(message, wire(values))).toThrow(problem);
    expect(() => decodeContractHeaders(message, wire(values))).toThrow('[HEADER_INVALID]');
  });

  it('are refused where the bytes are not UTF-8', () => {
    const headers = new Map([['sales_channel', Uint8Array.of(0xff, 0xfe)]]);
    expect(() => decodeContractHeaders(message, headers)).toThrow('"sales_channel" is not UTF-8');
  });
});
