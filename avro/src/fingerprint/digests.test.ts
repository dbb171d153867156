import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc64Avro } from './crc64-avro.ts';
import { md5 } from './md5.ts';
import { sha256 } from './sha256.ts';

const message = fc.uint8Array({ maxLength: 300 });

describe('md5', () => {
  it('equals that of node:crypto for any message', () => {
    fc.assert(
      fc.property(message, (bytes) => {
        expect(Buffer.from(md5(bytes)).toString('hex')).toBe(createHash('md5').update(bytes).digest('hex'));
      }),
    );
  });
});

describe('sha256', () => {
  it('equals that of node:crypto for any message', () => {
    fc.assert(
      fc.property(message, (bytes) => {
        expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
      }),
    );
  });
});

/** The algorithm as the specification gives it, a bit at a time on one 64-bit number. */
function crc64ByTheSpecification(bytes: Uint8Array): bigint {
  const empty = 0xc15d213aa4d7a795n;
  let fingerprint = empty;
  for (const byte of bytes) {
    fingerprint ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) fingerprint = (fingerprint >> 1n) ^ (fingerprint & 1n ? empty : 0n);
  }
  return fingerprint;
}

describe('crc64Avro', () => {
  it('equals the definition of the specification for any message', () => {
    fc.assert(
      fc.property(message, (bytes) => {
        expect(crc64Avro(bytes)).toBe(crc64ByTheSpecification(bytes));
      }),
    );
  });
});
