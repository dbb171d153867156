import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkChanges } from '../check/changes/check-changes.ts';
import { compareContracts } from '../check/changes/comparison.ts';
import type { ContractModel } from '../model/contract-model.ts';
import { arbitraryCurrentModel, arbitraryModel } from './arbitrary-model.ts';
import { baseFromLock } from './base-from-lock.ts';
import type { Lock } from './lock.ts';
import { lockOf } from './lock-of.ts';
import { lockText } from './lock-text.ts';
import { modelFromLock } from './model-from-lock.ts';
import { readLock } from './read-lock.ts';

/** The lock of the contracts as it comes back from its file. */
function released(model: ContractModel): Lock {
  const read = readLock(lockText(lockOf(model)), 'eventwright.lock');
  if (read.kind === 'invalid') throw new Error(JSON.stringify(read.finding));
  return read.lock;
}

/** What others have to do with: neither for people, nor what only the code of the application itself follows, nor places. */
function surfaceOf({ applications, channels, messages }: ContractModel): unknown {
  const texts = [
    'title',
    'description',
    'summary',
    'examples',
    'position',
    'versionPosition',
    'failurePolicy',
    'publicFields',
    'isError',
    'contact',
    'tags',
  ];
  const text = JSON.stringify({ applications, channels, messages }, (key, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'versions' in value && 'schema' in value) {
      return 'name' in value && 'version' in value ? [value.name, value.version] : undefined;
    }
    // The owner of a message is for people; that of its channel is locked.
    if (typeof value === 'object' && value !== null && 'payload' in value) return { ...value, owner: undefined };
    return texts.includes(key) ? undefined : value;
  });
  return JSON.parse(text);
}

describe('modelFromLock', () => {
  it('is what was locked, for any contracts', () => {
    fc.assert(
      fc.property(arbitraryModel, (model) => {
        expect(surfaceOf(modelFromLock(released(model), model))).toEqual(surfaceOf(model));
      }),
    );
  });

  it('locks to the same text again, for any contracts', () => {
    fc.assert(
      fc.property(arbitraryModel, (model) => {
        const lock = released(model);
        expect(lockText(lockOf(modelFromLock(lock, model), lock))).toBe(lockText(lock));
      }),
    );
  });

  it('makes a base on which nothing has changed and nothing was altered, for any contracts that use the newest versions', () => {
    fc.assert(
      fc.property(arbitraryCurrentModel, (model) => {
        const base = baseFromLock(released(model), model);
        expect(base.altered).toEqual([]);
        expect(checkChanges(compareContracts(base, model))).toEqual([]);
      }),
    );
  });
});
