import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../model.ts';
import { toJsonNode, toJsonValue } from './json-node.ts';
import { jsonText } from './json-text.ts';
import { parseJson } from './parse-json.ts';

const { json } = fc.letrec<{ json: JsonValue }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<JsonValue>(null, true, -0, 2n ** 63n - 1n, -(2n ** 63n), 1e21, 5e-324),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string(),
    fc.array(tie('json')),
    fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__'), fc.nat().map(String)), tie('json')),
  ),
}));

describe('jsonText', () => {
  it('is read back as the same value, minus zero and large integers included', () => {
    fc.assert(
      fc.property(json, (value) => {
        const { node, problems } = parseJson(jsonText(value), 'a.json');
        expect(problems).toEqual([]);
        expect(node === undefined ? undefined : toJsonValue(node)).toEqual(toJsonValue(toJsonNode(value)));
      }),
    );
  });

  it('is the same for objects that differ in the order of keys only', () => {
    expect(jsonText({ b: { d: 1, c: 2 }, a: 1.5 })).toBe('{"a":1.5,"b":{"c":2,"d":1}}');
  });
});
