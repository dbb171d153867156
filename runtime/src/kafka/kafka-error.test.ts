import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../core/errors.ts';
import { isPermanent, kafkaTypeOf, saysMembershipEnded, toRuntimeError } from './kafka-error.ts';

function typed(type: string): Error {
  return Object.assign(new Error(`says ${type}`), { type, name: 'KafkaJSProtocolError' });
}

describe('toRuntimeError', () => {
  it('finds what Kafka said under what the client wrapped around it', () => {
    const wrapped = new Error('retries exceeded', {
      cause: new Error('once more', { cause: typed('MESSAGE_TOO_LARGE') }),
    });
    expect(toRuntimeError(wrapped, 'nothing was published')).toMatchObject({
      code: 'RECORD_TOO_LARGE',
      message: '[RECORD_TOO_LARGE] nothing was published: says MESSAGE_TOO_LARGE',
      cause: wrapped,
    });
  });

  it('finds it in a collection, as the creation of topics fails', () => {
    const collection = Object.assign(new Error('Topic creation errors'), {
      errors: [typed('INVALID_TOPIC_EXCEPTION')],
    });
    expect(toRuntimeError(collection, 'x').code).toBe('CONFIGURATION_INVALID');
  });

  it('survives an error that is its own cause', () => {
    const error = new Error('round and round');
    error.cause = error;
    expect(toRuntimeError(error, 'x').message).toBe('[TRANSPORT_FAILED] x: round and round');
  });

  it('leaves our own errors and takes what is no error', () => {
    const own = new RuntimeError('TOPIC_UNKNOWN', 'no such topic');
    expect(toRuntimeError(own, 'x')).toBe(own);
    expect(toRuntimeError('text', 'x')).toMatchObject({ code: 'TRANSPORT_FAILED' });
  });
});

describe('the kinds of failure', () => {
  it('are told apart by the name that Kafka gives', () => {
    expect(kafkaTypeOf(new Error('none'))).toBeUndefined();
    expect(saysMembershipEnded(typed('ILLEGAL_GENERATION'))).toBe(true);
    expect(saysMembershipEnded(typed('NOT_COORDINATOR_FOR_GROUP'))).toBe(false);
  });

  it('are permanent where only a person can help', () => {
    const authentication = Object.assign(new Error('wrong password'), { name: 'KafkaJSSASLAuthenticationError' });
    const permanent = [
      authentication,
      typed('GROUP_AUTHORIZATION_FAILED'),
      new RuntimeError('OFFSET_OUT_OF_RANGE', 'x'),
    ];
    expect(permanent.map(isPermanent)).toEqual([true, true, true]);
    expect([typed('UNKNOWN_TOPIC_OR_PARTITION'), typed('REQUEST_TIMED_OUT'), new Error('x')].map(isPermanent)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
