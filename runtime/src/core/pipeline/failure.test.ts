import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../errors.ts';
import { fatal, retry, retryLater } from '../handler-error.ts';
import { decodeFailure, handlerFailure, surroundingFailure } from './failure.ts';

describe('decodeFailure', () => {
  it.each([
    ['FRAME_INVALID', 'poison'],
    ['VALUE_UNREADABLE', 'poison'],
    ['SCHEMA_UNKNOWN', 'unknown_schema'],
    ['HEADER_INVALID', 'invalid'],
  ] as const)('dead-letters %s at once', (code, reason) => {
    expect(decodeFailure(new RuntimeError(code, 'x'))).toEqual({ kind: 'dead', reason });
  });

  it('waits for a registry that is down, or lets this application in no more', () => {
    for (const code of ['REGISTRY_UNAVAILABLE', 'CONFIGURATION_INVALID'] as const) {
      expect(decodeFailure(new RuntimeError(code, 'x'))).toEqual({ kind: 'outage' });
    }
  });
});

describe('handlerFailure', () => {
  it('blames the surroundings for an outage, however deep the handler has wrapped it', () => {
    for (const code of ['DATABASE_UNAVAILABLE', 'TRANSPORT_FAILED', 'REGISTRY_UNAVAILABLE', 'TOPIC_UNKNOWN'] as const) {
      const error = new Error('could not save', { cause: new Error('tx', { cause: new RuntimeError(code, 'x') }) });
      expect(handlerFailure(error)).toEqual({ kind: 'outage' });
    }
  });

  it('obeys what the handler asks for, whatever the cause', () => {
    const cause = new RuntimeError('DATABASE_UNAVAILABLE', 'x');
    expect(handlerFailure(retryLater('item 7 does not exist', { cause }))).toEqual({ kind: 'later' });
    expect(handlerFailure(fatal('no such currency', { cause }))).toEqual({ kind: 'dead', reason: 'fatal' });
    expect(handlerFailure(retry('503', { cause, after: 9_000 }))).toEqual({ kind: 'retry', after: 9_000 });
  });

  it('goes by what is said of a class of errors: by name, by the name of the class or by code', () => {
    class CardDeclined extends Error {}
    const named = Object.assign(new Error('x'), { name: 'CardDeclined' });
    const coded = Object.assign(new Error('x'), { code: 'CardDeclined' });
    for (const error of [named, coded, new CardDeclined('x'), new Error('y', { cause: coded })]) {
      expect(handlerFailure(error, [{ error: 'CardDeclined', class: 'fatal' }])).toEqual({
        kind: 'dead',
        reason: 'fatal',
      });
      expect(handlerFailure(error, [{ error: 'CardDeclined', class: 'retry' }])).toEqual({ kind: 'retry' });
      expect(handlerFailure(error, [{ error: 'CardDeclined', class: 'outage' }])).toEqual({ kind: 'outage' });
      expect(handlerFailure(error, [{ error: 'Other', class: 'fatal' }])).toEqual({ kind: 'transient' });
    }
  });

  it('takes the first class that fits, and believes it more than what it knows itself', () => {
    const error = new RuntimeError('DATABASE_UNAVAILABLE', 'x');
    const first = { error: 'DATABASE_UNAVAILABLE', class: 'transient' } as const;
    expect(handlerFailure(error, [first, { error: 'RuntimeError', class: 'fatal' }])).toEqual({ kind: 'transient' });
  });

  it('believes what a handler asks for more than what is said of its errors', () => {
    const error = Object.assign(retryLater('not yet'), { code: 'E' });
    expect(handlerFailure(error, [{ error: 'E', class: 'fatal' }])).toEqual({ kind: 'later' });
  });

  it('knows conflicts of transactions, and what is too large to be sent', () => {
    expect(handlerFailure(new RuntimeError('DATABASE_CONFLICT', 'x'))).toEqual({ kind: 'conflict' });
    expect(handlerFailure(new RuntimeError('RECORD_TOO_LARGE', 'x'))).toEqual({ kind: 'dead', reason: 'oversize' });
  });

  it('takes everything else for transient, unreadable values within a handler too', () => {
    const cyclic = new Error('a');
    cyclic.cause = cyclic;
    for (const error of [new Error('boom'), new RuntimeError('VALUE_UNREADABLE', 'x'), 'text', undefined, cyclic]) {
      expect(handlerFailure(error)).toEqual({ kind: 'transient' });
    }
  });
});

describe('surroundingFailure', () => {
  it('blames no event, whatever it is', () => {
    const others = [
      new TypeError('bug'),
      fatal('x'),
      retryLater('x'),
      new RuntimeError('RECORD_TOO_LARGE', 'x'),
      'text',
    ];
    for (const error of others) expect(surroundingFailure(error)).toEqual({ kind: 'outage' });
    expect(surroundingFailure(new RuntimeError('DATABASE_CONFLICT', 'x'))).toEqual({ kind: 'conflict' });
  });
});
