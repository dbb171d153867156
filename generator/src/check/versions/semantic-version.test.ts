import { assert, constantFrom, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bump, bumped, isAtLeast, parseVersion } from './semantic-version.ts';

describe('bumped', () => {
  it.each([
    ['1.2.3', 'major', '2.0.0'],
    ['1.2.3', 'minor', '1.3.0'],
    ['1.2.3', 'patch', '1.2.4'],
    ['0.2.3', 'major', '0.3.0'],
    ['0.2.3', 'minor', '0.2.4'],
    ['1.2.3-rc.1', 'major', '2.0.0'],
    ['1.2.3', 'none', undefined],
    ['2026-11', 'major', undefined],
    ['1.02.3', 'major', undefined],
  ] as const)('%s, %s: %s', (version, bump, expected) => {
    expect(bumped(version, bump)).toBe(expected);
  });

  it('is above what it was, and the larger the bump the higher', () => {
    const versions = record({ major: nat(20), minor: nat(20), patch: nat(20) });
    assert(
      property(versions, constantFrom<Bump>('patch', 'minor', 'major'), ({ major, minor, patch }, bump) => {
        const version = `${major}.${minor}.${patch}`;
        const next = bumped(version, bump) ?? '';
        const largest = bumped(version, 'major') ?? '';
        expect(isAtLeast(next, version)).toBe(true);
        expect(isAtLeast(version, next)).toBe(false);
        expect(isAtLeast(largest, next)).toBe(true);
      }),
    );
  });
});

describe('isAtLeast', () => {
  it('compares numbers, not text', () => {
    expect(isAtLeast('1.10.0', '1.9.0')).toBe(true);
    expect(isAtLeast('1.9.0', '1.10.0')).toBe(false);
    expect(isAtLeast('2.0.0', '1.99.99')).toBe(true);
  });

  it('is false for what is no version', () => {
    expect(isAtLeast('next', '1.0.0')).toBe(false);
    expect(parseVersion('v1.0.0')).toBeUndefined();
  });
});
