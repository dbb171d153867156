import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headersFromJson, headersToJson } from './header-json.ts';

describe('headers as JSON', () => {
  it('come back as they went, whatever bytes they are', () => {
    const headers = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.uint8Array()), { maxLength: 5 });
    fc.assert(
      fc.property(headers, (entries) => {
        const before = new Map(entries);
        const after = headersFromJson(JSON.parse(headersToJson(before)));
        expect([...after].toSorted()).toEqual([...before].toSorted());
      }),
    );
  });

  it('are text that SQL can read, without zeros, wherever they are text', () => {
    const json = headersToJson(
      new Map([
        ['ce_type', new TextEncoder().encode('Ä')],
        ['zero', Uint8Array.of(65, 0)],
      ]),
    );
    expect(json).toBe('{"ce_type":"Ä","zero":{"base64":"QQA="}}');
  });

  it.each([
    ['text', 1],
    ['a list', [1]],
    ['an object', { base64: 1 }],
  ])('are refused where they are %s', (_, value) => {
    expect(() => headersFromJson({ name: value })).toThrow(/\[VALUE_INVALID\] .* header name/);
  });
});
