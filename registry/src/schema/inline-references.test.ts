import { describe, expect, it } from 'vitest';
import { canonicalString } from './canonical-string.ts';
import { parseExactJson } from './exact-json.ts';
import { definitionsIn, inlineReferences } from './inline-references.ts';

function inline(schema: string, ...referenced: readonly string[]): string {
  const definitions = new Map(referenced.flatMap((text) => [...definitionsIn(parseExactJson(text))]));
  return canonicalString(inlineReferences(parseExactJson(schema), definitions));
}

const country = '{"type":"enum","name":"Country","namespace":"shop","symbols":["DE"]}';

describe('inlineReferences', () => {
  it('puts a type at the first use of its name and leaves the name at the others', () => {
    const order =
      '{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"from","type":"Country"},{"name":"to","type":["null","shop.Country"]}]}';
    expect(inline(order, country)).toBe(
      '{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"from","type":{"type":"enum","name":"Country","symbols":["DE"]}},{"name":"to","type":["null","Country"]}]}',
    );
  });

  it('finds types in arrays, maps and objects around a name', () => {
    const nested = '{"type":"map","values":{"type":"array","items":{"type":"shop.Country"}}}';
    expect(inline(nested, country)).toContain('"items":{"type":"enum","name":"Country","namespace":"shop"');
  });

  it('gives a type that is nested in another one its own place once', () => {
    const address =
      '{"type":"record","name":"Address","namespace":"shop","fields":[{"name":"country","type":{"type":"enum","name":"Country","symbols":["DE"]}}]}';
    const order =
      '{"type":"record","name":"Order","fields":[{"name":"country","type":"shop.Country"},{"name":"address","type":"shop.Address"}]}';
    expect(inline(order, address)).toBe(
      '{"type":"record","name":"Order","fields":[{"name":"country","type":{"type":"enum","name":"Country","namespace":"shop","symbols":["DE"]}},{"name":"address","type":{"type":"record","name":"Address","namespace":"shop","fields":[{"name":"country","type":"Country"}]}}]}',
    );
  });

  it('keeps a second definition that the schema itself makes, for the parser to refuse', () => {
    const twice = `["shop.Country",${country}]`;
    expect(inline(twice, country).match(/"symbols"/g)).toHaveLength(2);
  });

  it('leaves names that nobody defines as they are', () => {
    expect(inline('["null","shop.Unknown"]', country)).toBe('["null","shop.Unknown"]');
  });

  it('inlines a recursive type once', () => {
    const list = '{"type":"record","name":"List","namespace":"shop","fields":[{"name":"next","type":["null","List"]}]}';
    expect(inline('"shop.List"', list)).toBe(
      '{"type":"record","name":"List","namespace":"shop","fields":[{"name":"next","type":["null","List"]}]}',
    );
  });
});
