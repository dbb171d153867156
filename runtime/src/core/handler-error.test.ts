import { describe, expect, it } from 'vitest';
import { fatal, handlingOf, retryLater } from './handler-error.ts';

describe('retryLater and fatal', () => {
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

  it('are recognised by their property, not by their class', () => {
    expect(handlingOf(Object.assign(new Error('from another copy'), { handling: 'fatal' }))).toBe('fatal');
    expect(handlingOf(Object.assign(new Error('of somebody else'), { handling: 'gently' }))).toBeUndefined();
    expect(handlingOf({ handling: 'fatal' })).toBeUndefined();
    expect(handlingOf(undefined)).toBeUndefined();
  });
});
