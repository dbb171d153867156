import { describe, expect, it } from 'vitest';
import { metadataJson, parseMetadata, sameMetadata, withVersion } from './metadata.ts';

const owned = parseMetadata({ properties: { owner: 'shop' } });

describe('parseMetadata', () => {
  it('sorts what has no order of its own, so that equal metadata are equal text', () => {
    const left = parseMetadata({
      tags: { b: ['y', 'x', 'y'], a: [] },
      properties: { d: '1', c: '2' },
      sensitive: ['f', 'e'],
    });
    const right = parseMetadata({
      sensitive: ['e', 'f', 'e'],
      properties: { c: '2', d: '1' },
      tags: { a: [], b: ['x', 'y'] },
    });
    expect(JSON.stringify(left)).toBe(JSON.stringify(right));
  });

  it('takes nothing for nothing and tells what is malformed', () => {
    expect(parseMetadata(null)).toBeUndefined();
    expect(metadataJson(parseMetadata({}) ?? withVersion(undefined, 1))).toEqual({});
    expect(() => parseMetadata({ properties: { count: 1 } })).toThrow("metadata.properties 'count' must be a string");
    expect(() => parseMetadata({ tags: { '**': 'PII' } })).toThrow("metadata.tags of '**' must be an array of strings");
    expect(() => parseMetadata({ sensitive: 'all' })).toThrow('metadata.sensitive must be an array of strings');
  });
});

describe('sameMetadata', () => {
  it('takes the version that a registry noted for no difference', () => {
    expect(sameMetadata(owned, { metadata: withVersion(owned, 3), version: 3 })).toBe(true);
    expect(sameMetadata(undefined, { metadata: withVersion(undefined, 3), version: 3 })).toBe(true);
    expect(sameMetadata(undefined, { metadata: withVersion(owned, 3), version: 3 })).toBe(false);
  });

  it('takes a version that is asked for as that of the version held', () => {
    expect(sameMetadata(withVersion(owned, 2), { metadata: owned, version: 2 })).toBe(true);
    expect(sameMetadata(withVersion(owned, 2), { metadata: owned, version: 3 })).toBe(false);
    expect(sameMetadata(withVersion(undefined, 2), { metadata: undefined, version: 2 })).toBe(true);
  });

  it('compares all else', () => {
    expect(sameMetadata(owned, { metadata: owned, version: 1 })).toBe(true);
    expect(sameMetadata(owned, { metadata: undefined, version: 1 })).toBe(false);
    expect(sameMetadata(withVersion(owned, 1), { metadata: withVersion(owned, 2), version: 2 })).toBe(false);
  });
});
