import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiKeys, withoutAnswers } from './kafka-frames.ts';

function frame(body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length);
  return Buffer.concat([length, body]);
}

function request(apiKey: number, id: number): Buffer {
  const body = Buffer.alloc(12);
  body.writeInt16BE(apiKey, 0);
  body.writeInt32BE(id, 4);
  return frame(body);
}

function answer(id: number): Buffer {
  const body = Buffer.alloc(4 + (id % 5));
  body.writeInt32BE(id, 0);
  return frame(body);
}

describe('withoutAnswers', () => {
  it('drops the answers to one kind of request and nothing else, however the stream is cut', () => {
    const kinds = fc.array(fc.constantFrom(apiKeys.fetch, 12, apiKeys.produce), { maxLength: 20 });
    fc.assert(
      fc.property(kinds, fc.integer({ min: 1, max: 9 }), (asked, size) => {
        let dropped = 0;
        const inspect = withoutAnswers(apiKeys.fetch, () => dropped++);
        const connection = {};
        asked.forEach((kind, id) => {
          expect(inspect('up', request(kind, id), connection)).toBe('pass');
        });
        const stream = Buffer.concat(asked.map((_, id) => answer(id)));
        const passed: Buffer[] = [];
        for (let at = 0; at < stream.length; at += size) {
          const verdict = inspect('down', stream.subarray(at, at + size), connection);
          if (Buffer.isBuffer(verdict)) passed.push(verdict);
        }
        const expected = asked.flatMap((kind, id) => (kind === apiKeys.fetch ? [] : [answer(id)]));
        expect(Buffer.concat(passed)).toEqual(Buffer.concat(expected));
        expect(dropped).toBe(asked.length - expected.length);
      }),
    );
  });
});
