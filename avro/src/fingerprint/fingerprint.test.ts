import { describe, expect, it } from 'vitest';
import { conformanceCases, member } from '../../test/conformance.ts';
import { canonicalForm } from '../canonical-form.ts';
import { parseSchema } from '../parse/parse-schema.ts';
import { fingerprint64, fingerprint64Hex, fingerprintMd5, fingerprintSha256 } from './fingerprint.ts';

const cases = conformanceCases('canonical.json').filter(({ form }) => form === 'avro-parsing-canonical-form');

describe('the conformance cases of canonical form and fingerprints', () => {
  it.skipIf(cases.length === 0)('all hold', () => {
    const computed = {
      canonical: canonicalForm,
      fingerprint64: (schema: Parameters<typeof fingerprint64>[0]) => fingerprint64(schema).toString(),
      crc64AvroLittleEndianHex: (schema: Parameters<typeof fingerprint64>[0]) => reversed(fingerprint64Hex(schema)),
      md5: fingerprintMd5,
      sha256: fingerprintSha256,
    };
    let asserted = 0;
    for (const entry of cases) {
      for (const [key, compute] of Object.entries(computed)) {
        if (entry[key] === undefined) continue;
        expect(compute(member(entry, 'schema')), `${String(entry['id'])} ${key}`).toBe(entry[key]);
        asserted += 1;
      }
    }
    console.log(`canonical.json: ${cases.length} cases, ${asserted} values, all as expected`);
    expect(asserted).toBeGreaterThan(cases.length);
  });
});

function reversed(hex: string): string {
  return (hex.match(/../g) ?? []).toReversed().join('');
}

describe('fingerprint64', () => {
  it('is signed, and equal for JSON and parsed schemas that read the same data', () => {
    expect(fingerprint64('long')).toBe(-3434872931120570953n);
    expect(fingerprint64(parseSchema({ type: 'long', logicalType: 'timestamp-millis' }))).toBe(-3434872931120570953n);
  });
});

describe('fingerprint64Hex', () => {
  it('is the unsigned value with the most significant digit first', () => {
    expect(fingerprint64Hex('long')).toBe('d054e14493f41db7');
    expect(BigInt.asIntN(64, BigInt(`0x${fingerprint64Hex('long')}`))).toBe(fingerprint64('long'));
  });
});
