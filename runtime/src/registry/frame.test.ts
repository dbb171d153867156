import { describe, expect, it } from 'vitest';
import { frameOf, readFrame } from './frame.ts';

describe('the frame', () => {
  it('is a zero and the id in four bytes, big-endian', () => {
    expect(frameOf(0x01020304)).toEqual(Uint8Array.of(0, 1, 2, 3, 4));
  });

  it('is read from bytes that lie within others', () => {
    const message = Uint8Array.of(9, 9, 0, 0, 0, 1, 0, 42).subarray(2);
    expect(readFrame(message)).toEqual({ id: 256, payload: Uint8Array.of(42) });
  });

  it.each([[[]], [[0, 0, 0, 1]], [[1, 0, 0, 0, 1, 2]], [[0, 0x80, 0, 0, 1, 2]]])('is missing in %j', (bytes) => {
    expect(() => readFrame(Uint8Array.from(bytes))).toThrow('[FRAME_INVALID]');
  });
});
