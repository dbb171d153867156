import { describe, expect, it } from 'vitest';
import type { FieldUse } from '../catalog/catalog.ts';
import { usersOf, usesOfField } from './uses.ts';

const use: FieldUse = {
  event: 'OrderPlaced',
  part: 'value',
  path: 'total.currency',
  access: 'reads',
  except: [],
  services: [],
  repository: undefined,
  code: 'event.value.total.currency',
  file: 'services/billing/src/on-order.ts',
  line: 7,
};

const paths = (uses: readonly FieldUse[]) =>
  ['', 'total', 'total.currency', 'total.units', 'note'].filter((path) => usesOfField(uses, path).length > 0);

describe('usesOfField', () => {
  it('finds what uses the field, or a field of it', () => {
    expect(paths([use])).toEqual(['', 'total', 'total.currency']);
  });

  it('passes over who names what the field is in, and goes no further', () => {
    expect(paths([{ ...use, path: 'total' }])).toEqual(['', 'total']);
  });

  it('finds who may read everything of what the field is in', () => {
    expect(paths([{ ...use, path: '', access: 'may read everything' }])).toEqual([
      '',
      'total',
      'total.currency',
      'total.units',
      'note',
    ]);
  });

  it('passes over a rest that does not have the field', () => {
    expect(paths([{ ...use, path: '', access: 'may read everything', except: ['total'] }])).toEqual(['', 'note']);
  });

  it('is about values only', () => {
    expect(usesOfField([{ ...use, part: 'key' }], 'total.currency')).toEqual([]);
  });
});

describe('usersOf', () => {
  it('names services, or else the repository, or else the file', () => {
    expect(usersOf({ ...use, services: ['billing'] })).toEqual(['billing']);
    expect(usersOf({ ...use, repository: 'reports' })).toEqual(['reports']);
    expect(usersOf(use)).toEqual(['services/billing/src/on-order.ts']);
  });
});
