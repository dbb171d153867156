import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiKeys, asNotCoordinator, inspectFrames, withoutAnswers } from './kafka-frames.ts';

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

describe('inspectFrames', () => {
  it('cuts the connection before a request passes', () => {
    const inspect = inspectFrames({ request: ({ apiKey }) => (apiKey === apiKeys.joinGroup ? 'cut' : 'pass') });
    const connection = {};
    expect(inspect('up', request(apiKeys.heartbeat, 1), connection)).toBe('pass');
    expect(inspect('up', request(apiKeys.joinGroup, 2), connection)).toBe('cut');
  });

  it('cuts the connection before an answer passes', () => {
    const inspect = inspectFrames({ answer: ({ apiKey }, frame) => (apiKey === apiKeys.syncGroup ? 'cut' : frame) });
    const connection = {};
    expect(inspect('up', request(apiKeys.heartbeat, 1), connection)).toBe('pass');
    expect(inspect('up', request(apiKeys.syncGroup, 2), connection)).toBe('pass');
    expect(inspect('down', answer(1), connection)).toEqual(answer(1));
    expect(inspect('down', answer(2), connection)).toBe('cut');
  });
});

describe('asNotCoordinator', () => {
  it.each([
    [0, '00000006 00000007 0000', '00000006 00000007 0010'],
    [3, '0000000a 00000007 00000000 0000', '0000000a 00000007 00000000 0010'],
    [4, '0000000c 00000007 00 00000000 0000 00', '0000000c 00000007 00 00000000 0010 00'],
  ])('changes the error of an answer of version %i, and nothing else', (version, answered, changed) => {
    const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
    expect(asNotCoordinator({ apiKey: apiKeys.heartbeat, version }, bytes(answered))).toEqual(bytes(changed));
  });
});
