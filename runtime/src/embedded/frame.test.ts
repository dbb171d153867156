import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRAME_HEADER_BYTES, frame, frameEnd } from './frame.ts';

const bodies = fc.uint8Array({ maxLength: 60 });

describe('frame', () => {
  it('ends where its body ends, wherever in a buffer it lies', () => {
    fc.assert(
      fc.property(bodies, bodies, bodies, (before, body, after) => {
        const buffer = Buffer.concat([before, frame(body), after]);
        const end = before.length + FRAME_HEADER_BYTES + body.length;
        expect(frameEnd(buffer, before.length)).toBe(end);
        expect(buffer.subarray(before.length + FRAME_HEADER_BYTES, end)).toEqual(Buffer.from(body));
      }),
    );
  });

  it('is incomplete when any part of its end is missing', () => {
    fc.assert(
      fc.property(bodies, fc.nat(), (body, cut) => {
        const whole = frame(body);
        expect(frameEnd(whole.subarray(0, cut % whole.length), 0)).toBe('incomplete');
      }),
    );
  });

  it('is damaged, and never incomplete, when any bit of it is another', () => {
    fc.assert(
      fc.property(bodies, fc.nat(), (body, choice) => {
        const damaged = frame(body);
        const bit = choice % (damaged.length * 8);
        damaged.writeUInt8(damaged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expect(frameEnd(damaged, 0)).toBe('damaged');
      }),
    );
  });

  it('is damaged where a file was extended with zeros', () => {
    expect(frameEnd(Buffer.alloc(100), 0)).toBe('damaged');
  });
});
