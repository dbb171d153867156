import { AuthenticationError, MultipleErrors, NetworkError, ProtocolError, UserError } from '@platformatic/kafka';
import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../core/errors.ts';
import {
  brokerError,
  errorName,
  isPermanent,
  isProgrammingError,
  kafkaNameOf,
  saysMembershipEnded,
  toRuntimeError,
} from './kafka-error.ts';

describe('toRuntimeError', () => {
  it('finds what Kafka said among what the client collected', () => {
    const collected = new MultipleErrors('gave up', [new MultipleErrors('failed', [new ProtocolError(10)])]);
    expect(toRuntimeError(collected, 'nothing was published')).toMatchObject({
      code: 'RECORD_TOO_LARGE',
      message: expect.stringMatching(/^\[RECORD_TOO_LARGE\] nothing was published: MESSAGE_TOO_LARGE: /),
      cause: collected,
    });
  });

  it('keeps the reason of a broker that gives one', () => {
    expect(toRuntimeError(brokerError(17, 'a name with spaces'), 'no topic')).toMatchObject({
      code: 'CONFIGURATION_INVALID',
      message: '[CONFIGURATION_INVALID] no topic: INVALID_TOPIC_EXCEPTION: a name with spaces',
    });
  });

  it('leaves our own errors and takes what is no error', () => {
    const own = new RuntimeError('TOPIC_UNKNOWN', 'no such topic');
    expect(toRuntimeError(own, 'x')).toBe(own);
    expect(toRuntimeError('text', 'x')).toMatchObject({ code: 'TRANSPORT_FAILED' });
  });

  it('survives an error that is its own cause', () => {
    const error = new Error('round and round');
    error.cause = error;
    expect(toRuntimeError(error, 'x').message).toBe('[TRANSPORT_FAILED] x: round and round');
  });
});

describe('the kinds of failure', () => {
  it('are told apart by the name that Kafka gives', () => {
    expect(errorName(6)).toBe('NOT_LEADER_OR_FOLLOWER');
    expect(errorName(31_000)).toBe('UNKNOWN_ERROR_31000');
    expect(kafkaNameOf(new NetworkError('gone'))).toBeUndefined();
    expect(saysMembershipEnded(brokerError(22))).toBe(true);
    expect(saysMembershipEnded(brokerError(16))).toBe(false);
  });

  it('are permanent where only a person can help', () => {
    const permanent = [
      new NetworkError('no connection', { cause: new AuthenticationError('wrong password') }),
      brokerError(30),
      brokerError(23),
      new RuntimeError('OFFSET_OUT_OF_RANGE', 'x'),
    ];
    expect(permanent.map(isPermanent)).toEqual([true, true, true, true]);
    const passing = [brokerError(3), brokerError(7), new NetworkError('gone'), new UserError('Unknown topic x.')];
    expect(passing.map(isPermanent)).toEqual([false, false, false, false]);
  });

  it('are ours where the client was given something wrong', () => {
    expect(isProgrammingError(new UserError('not so', { cause: new TypeError('not a buffer') }))).toBe(true);
    expect(isProgrammingError(brokerError(87))).toBe(false);
  });
});
