import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../core/errors.ts';
import { errorTypes } from './error-types.ts';

const named = (name: string) => Object.assign(new Error('why'), { name });

describe('errorTypes', () => {
  it('says the code of an error, else its name', () => {
    const errorType = errorTypes();
    expect(
      [
        new RuntimeError('TRANSPORT_FAILED', 'why'),
        Object.assign(new Error('why'), { code: 'ECONNREFUSED' }),
        Object.assign(new RangeError('why'), { code: 7 }),
        'text',
        undefined,
      ].map(errorType),
    ).toEqual(['TRANSPORT_FAILED', 'ECONNREFUSED', 'RangeError', 'string', 'undefined']);
  });

  it('tells fifty types apart and calls the rest others, so that made-up names make no series', () => {
    const errorType = errorTypes();
    const types = new Set(Array.from({ length: 1_000 }, (_, at) => errorType(named(`Error${at}`))));
    expect(types.size).toBe(51);
    expect(errorType(named('Error999'))).toBe('_OTHER');
    expect(errorType(named('Error0'))).toBe('Error0');
  });
});
