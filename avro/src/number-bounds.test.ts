import { describe, expect, it } from 'vitest';
import type { JsonValue } from './model.ts';
import { numberBounds } from './number-bounds.ts';
import { parseSchema } from './parse/parse-schema.ts';
import { schemaText } from './schema-text.ts';

const largest = Number.MAX_SAFE_INTEGER;

function boundsOf(schema: JsonValue): unknown {
  const parsed = parseSchema(schema);
  return parsed.kind === 'primitive' ? numberBounds(parsed) : undefined;
}

describe('the bounds of a long', () => {
  it.each<[JsonValue, unknown]>([
    [
      { type: 'long', minimum: 0, maximum: 100 },
      { minimum: 0, maximum: 100 },
    ],
    [
      { type: 'long', minimum: -largest, maximum: largest },
      { minimum: -largest, maximum: largest },
    ],
    [{ type: 'long', minimum: 0 }, undefined],
    [{ type: 'long', minimum: 0, maximum: 2 ** 53 }, undefined],
    [{ type: 'long', minimum: 0, maximum: 2n ** 62n }, undefined],
    [{ type: 'long', minimum: 1, maximum: 0 }, undefined],
    [{ type: 'long', minimum: 0.5, maximum: 1 }, undefined],
    [{ type: 'long', minimum: '0', maximum: '1' }, undefined],
    [{ type: 'int', minimum: 0, maximum: 1 }, undefined],
    [{ type: 'long', logicalType: 'timestamp-millis', minimum: 0, maximum: 1 }, undefined],
    ['long', undefined],
  ])('of case %$ are as written, or none', (schema, bounds) => {
    expect(boundsOf(schema)).toEqual(bounds);
  });

  it('stay in the text that the registry holds', () => {
    const schema = { type: 'long', minimum: -5, maximum: 5 };
    expect(JSON.parse(schemaText(parseSchema(schema)))).toEqual(schema);
  });
});
