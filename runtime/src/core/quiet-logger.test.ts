import { describe, expect, it } from 'vitest';
import { quietLogger } from './quiet-logger.ts';
import { recordingLogger } from './testing/recording-logger.ts';

describe('quietLogger', () => {
  it('passes on what it is told, by level', () => {
    const log = recordingLogger();
    const quiet = quietLogger(log);
    quiet.info({ a: 1 }, 'one');
    quiet.error({ b: 2 }, 'two');
    expect(log.lines).toEqual([
      { level: 'info', details: { a: 1 }, message: 'one' },
      { level: 'error', details: { b: 2 }, message: 'two' },
    ]);
  });

  it('keeps what a logger throws from everybody, and says nothing without one', () => {
    const broken = (): void => {
      throw new Error('pipe is full');
    };
    quietLogger({ info: broken, warn: broken, error: broken }).warn({}, 'x');
    quietLogger(undefined).warn({}, 'x');
  });
});
