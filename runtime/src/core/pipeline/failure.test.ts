import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../errors.ts';
import { fatal, retryLater } from '../handler-error.ts';
import { decodeFailure, handlerFailure } from './failure.ts';

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
  });

  it('takes everything else for transient, unreadable values within a handler too', () => {
    const cyclic = new Error('a');
    cyclic.cause = cyclic;
    for (const error of [new Error('boom'), new RuntimeError('VALUE_UNREADABLE', 'x'), 'text', undefined, cyclic]) {
      expect(handlerFailure(error)).toEqual({ kind: 'transient' });
    }
  });
});
