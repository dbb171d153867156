import { existsSync, readFileSync } from 'node:fs';
import { canonicalForm, type JsonValue, parseSchema } from '@eventwright/avro';
import { describe, expect, it } from 'vitest';
import { canonicalString } from './canonical-string.ts';
import { parseExactJson } from './exact-json.ts';

const canonical = (schema: string): string => canonicalString(parseExactJson(schema));
const normalized = (schema: string): string => canonicalString(parseExactJson(schema), { normalize: true });

describe('canonicalString', () => {
  it('puts the attributes of a record in a fixed order and keeps docs, defaults, aliases and properties', () => {
    const schema = `{
      "x-owner": "orders", "fields": [
        {"x-pii": true, "aliases": ["n"], "order": "descending", "default": 1.0, "doc": "how many", "type": "double", "name": "count"}
      ], "aliases": ["Old"], "doc": "An order", "namespace": "shop", "name": "Order", "type": "record" }`;
    expect(canonical(schema)).toBe(
      '{"type":"record","name":"Order","namespace":"shop","doc":"An order","fields":[' +
        '{"name":"count","type":"double","doc":"how many","default":1.0,"order":"descending","aliases":["n"],"x-pii":true}' +
        '],"x-owner":"orders","aliases":["Old"]}',
    );
  });

  it('drops what says nothing: ascending order, empty aliases, names of arrays, objects around plain types', () => {
    const schema =
      '{"type":"record","name":"R","aliases":[],"fields":[{"name":"a","order":"ascending","type":{"type":"array","name":"x","items":{"type":"int"}}}]}';
    expect(canonical(schema)).toBe(
      '{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"array","items":"int"}}]}',
    );
  });

  it('writes names short inside their own namespace and in full elsewhere', () => {
    const schema =
      '{"type":"record","name":"a.R","fields":[{"name":"x","type":{"type":"enum","name":"a.E","symbols":["A"]}},{"name":"y","type":"a.E"},{"name":"z","type":{"type":"fixed","name":"b.F","size":2}},{"name":"w","type":"b.F"}]}';
    expect(canonical(schema)).toBe(
      '{"type":"record","name":"R","namespace":"a","fields":[{"name":"x","type":{"type":"enum","name":"E","symbols":["A"]}},{"name":"y","type":"E"},{"name":"z","type":{"type":"fixed","name":"F","namespace":"b","size":2}},{"name":"w","type":"b.F"}]}',
    );
  });

  it('says of a type without a namespace inside one that it has none', () => {
    const schema =
      '{"type":"record","name":"a.R","fields":[{"name":"x","type":{"type":"fixed","name":"F","namespace":"","size":1}}]}';
    expect(canonical(schema)).toContain('{"type":"fixed","name":"F","namespace":"","size":1}');
  });

  it('tells schemas apart that only their docs or properties set apart', () => {
    expect(canonical('{"type":"array","items":"int"}')).not.toBe(
      canonical('{"type":"array","items":"int","default":[]}'),
    );
    expect(canonical('{"type":"fixed","name":"F","size":1}')).not.toBe(
      canonical('{"type":"fixed","name":"F","size":1,"doc":"d"}'),
    );
  });

  it('takes schemas as the same after normalizing that differ in the order of properties and aliases only', () => {
    const left = '{"type":"fixed","name":"F","size":1,"b":{"y":1,"x":2},"a":1,"aliases":["B","A"],"doc":""}';
    const right = '{"a":1,"b":{"x":2,"y":1},"type":"fixed","name":"F","size":1,"aliases":["A","B"]}';
    expect(canonical(left)).not.toBe(canonical(right));
    expect(normalized(left)).toBe(normalized(right));
    expect(normalized(left)).toBe('{"type":"fixed","name":"F","size":1,"a":1,"b":{"x":2,"y":1},"aliases":["A","B"]}');
  });

  it('puts what defines a logical type first when it normalizes', () => {
    const schema = '{"a":1,"scale":2,"logicalType":"decimal","precision":9,"type":"bytes"}';
    expect(normalized(schema)).toBe('{"type":"bytes","logicalType":"decimal","precision":9,"scale":2,"a":1}');
  });
});

interface Case {
  readonly id: string;
  readonly form: string;
  readonly schema: JsonValue;
  readonly schemaText?: string;
  readonly canonical?: string;
  readonly normalized?: string;
  readonly otherSchema?: JsonValue;
}

/** Cases that others' test suites assert, outside this repository. */
const file = new URL('../../../../shared/conformance/canonical.json', import.meta.url);
const cases: readonly Case[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];

describe('canonicalString on the shared cases', () => {
  it.skipIf(cases.length > 0)('are not here: ../shared/conformance/canonical.json is missing', () => undefined);

  for (const { id, schema, schemaText, canonical: expected, normalized: normal } of ofForm(
    'confluent-canonical-string',
  )) {
    it(`writes ${id} as Confluent's registry does`, () => {
      const text = schemaText ?? JSON.stringify(schema);
      expect(canonical(text)).toBe(expected);
      expect(normalized(text)).toBe(normal ?? expected);
    });
  }

  for (const { id, schema, otherSchema } of ofForm('confluent-not-equal')) {
    it(`tells the two schemas of ${id} apart`, () => {
      expect(canonical(JSON.stringify(schema))).not.toBe(canonical(JSON.stringify(otherSchema)));
    });
  }

  it('gives a text that means the same and that it would not change again', () => {
    const valid = cases.map(({ schema }) => schema).filter(isValid);
    for (const schema of valid) {
      const text = canonical(JSON.stringify(schema));
      expect(canonical(text)).toBe(text);
      expect(canonicalForm(JSON.parse(text))).toBe(canonicalForm(schema));
    }
    console.log(
      `canonical string: ${valid.length} of ${cases.length} shared schemas are self-contained and were checked`,
    );
  });
});

function ofForm(form: string): readonly Case[] {
  return cases.filter((one) => one.form === form);
}

function isValid(schema: JsonValue): boolean {
  try {
    parseSchema(schema);
    return true;
  } catch {
    return false;
  }
}
