import { describe, expect, it } from 'vitest';
import { conformanceCases, member } from '../../test/conformance.ts';
import { AvroError } from '../avro-error.ts';
import { isJsonArray } from '../json/json-node.ts';
import type { JsonValue } from '../model.ts';
import { checkLevel, compatibilityLevels } from './check-level.ts';

const cases = conformanceCases('levels.json');

function list(value: JsonValue): readonly JsonValue[] {
  return isJsonArray(value) ? value : [];
}

describe('the conformance cases of compatibility levels', () => {
  it.skipIf(cases.length === 0)('all have the verdict of their suite', () => {
    for (const entry of cases) {
      const level = compatibilityLevels.find((known) => known === entry['level']) ?? 'NONE';
      expect(level).toBe(entry['level']);
      const { compatible } = checkLevel(level, member(entry, 'newSchema'), list(member(entry, 'previousSchemas')));
      expect(compatible, String(entry['id'])).toBe(entry['compatible']);
    }
    console.log(`levels.json: ${cases.length} verdicts, all as expected`);
  });
});

const [int, long, string] = ['int', 'long', 'string'];

describe('checkLevel', () => {
  it.each([
    ['NONE', string, [int], true],
    ['BACKWARD', long, [int], true],
    ['BACKWARD', int, [long], false],
    ['BACKWARD', long, [string, int], true],
    ['BACKWARD_TRANSITIVE', long, [string, int], false],
    ['FORWARD', int, [long], true],
    ['FORWARD', long, [int], false],
    ['FORWARD', int, [string, long], true],
    ['FORWARD_TRANSITIVE', int, [string, long], false],
    ['FULL', int, [long, int], true],
    ['FULL', int, [long], false],
    ['FULL_TRANSITIVE', int, [long, int], false],
    ['FULL_TRANSITIVE', string, ['bytes', string], true],
    ['BACKWARD', int, [], true],
  ] as const)('%s lets %s follow %j: %s', (level, next, previous, compatible) => {
    expect(checkLevel(level, next, previous).compatible).toBe(compatible);
  });

  it('refuses a level that there is not', () => {
    for (const level of ['backward', 'constructor']) {
      expect(() => checkLevel(JSON.parse(`"${level}"`), int, [])).toThrow(
        `There is no compatibility level "${level}". Use one of NONE, BACKWARD, BACKWARD_TRANSITIVE,`,
      );
    }
  });

  it('refuses what is no schema, also among the previous ones', () => {
    expect(() => checkLevel('NONE', { type: 'recrod' }, [])).toThrow(AvroError);
    expect(() => checkLevel('FULL', int, [{ type: 'recrod' }])).toThrow(AvroError);
  });

  it('reports the newest previous schema that fails, forward before backward', () => {
    expect(checkLevel('FULL_TRANSITIVE', int, [string, long, string, int])).toEqual({
      compatible: false,
      previousIndex: 2,
      incompatibilities: [
        {
          type: 'TYPE_MISMATCH',
          location: '/',
          message: 'reader type: STRING not compatible with writer type: INT',
          direction: 'forward',
        },
        {
          type: 'TYPE_MISMATCH',
          location: '/',
          message: 'reader type: INT not compatible with writer type: STRING',
          direction: 'backward',
        },
      ],
    });
  });
});
