import { describe, expect, it } from 'vitest';
import { fatal, handlingOf, retry, retryAfterOf, retryLater } from './handler-error.ts';

describe('retryLater, retry and fatal', () => {
  it('make errors that carry message, cause and what they ask for', () => {
    const cause = new Error('no such row');
    const error = retryLater('item 7 does not exist', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toBe('item 7 does not exist');
    expect(error.name).toBe('RetryLater');
    expect(error.cause).toBe(cause);
    expect(handlingOf(error)).toBe('retry-later');
    expect(handlingOf(fatal('no such currency'))).toBe('fatal');
  });

  it('may say when the next try comes at the earliest', () => {
    const cause = new Error('503');
    expect(retry('busy', { after: 1_500, cause })).toMatchObject({ name: 'Retry', cause, retryAfter: 1_500 });
    expect(handlingOf(retry('busy'))).toBe('retry');
    expect(retryAfterOf(retry('busy', { after: 1_500 }))).toBe(1_500);
    for (const after of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
      expect(retryAfterOf(retry('busy', { after }))).toBeUndefined();
    }
    expect(retryAfterOf(retry('busy'))).toBeUndefined();
  });

  it('are recognised by their property, not by their class', () => {
    expect(handlingOf(Object.assign(new Error('from another copy'), { handling: 'fatal' }))).toBe('fatal');
    expect(handlingOf(Object.assign(new Error('of somebody else'), { handling: 'gently' }))).toBeUndefined();
    expect(handlingOf({ handling: 'fatal' })).toBeUndefined();
    expect(handlingOf(undefined)).toBeUndefined();
  });
});
