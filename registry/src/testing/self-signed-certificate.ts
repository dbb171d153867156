import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate for 127.0.0.1 with its key, both in PEM. Made anew each time, so that no key lies in a repository. */
export interface SelfSigned {
  readonly certificate: string;
  readonly key: string;
}

/** Made by hand, because Node makes keys but no certificates. X.509 v3 (RFC 5280) in DER (X.690). */
export function selfSignedCertificate(now: number = Date.now()): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = der(0x30, der(0x31, der(0x30, oid(2, 5, 4, 3), der(0x0c, Buffer.from('127.0.0.1')))));
  const algorithm = der(0x30, oid(1, 2, 840, 10045, 4, 3, 2));
  const day = 24 * 60 * 60 * 1000;
  const toBeSigned = der(
    0x30,
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(1)),
    algorithm,
    name,
    der(0x30, time(now - day), time(now + day)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, der(0x30, oid(2, 5, 29, 17), der(0x04, der(0x30, der(0x87, Buffer.of(127, 0, 0, 1))))))),
  );
  const signature = der(0x03, Buffer.of(0), sign('sha256', toBeSigned, privateKey));
  const base64 = der(0x30, toBeSigned, algorithm, signature).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return {
    certificate: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const sizes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...sizes), content]);
}

function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
  const septets = (value: number): readonly number[] =>
    value < 0x80 ? [value] : [...septets(value >> 7).map((septet) => septet | 0x80), value & 0x7f];
  return der(0x06, Buffer.of(first * 40 + second, ...rest.flatMap(septets)));
}

/** UTCTime: `YYMMDDHHMMSSZ`. */
function time(milliseconds: number): Buffer {
  const text = new Date(milliseconds).toISOString().replace(/[-:T]|\.\d+/g, '');
  return der(0x17, Buffer.from(text.slice(2)));
}
