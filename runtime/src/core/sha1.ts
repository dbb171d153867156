/**
 * SHA-1 (RFC 3174), because UUIDv5 is defined by it. In our own code since ids are made in the middle of sending, where
 * `crypto.subtle` would cost a detour through the thread pool. Not for anything that has to resist an attacker.
 */
export function sha1(message: Uint8Array): Uint8Array {
  const blocks = padded(message);
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const schedule = new Uint32Array(80);
  for (let offset = 0; offset < blocks.byteLength; offset += 64) {
    for (let t = 0; t < 16; t += 1) schedule[t] = blocks.getUint32(offset + t * 4);
    for (let t = 16; t < 80; t += 1) {
      schedule[t] = rotateLeft(
        at(schedule, t - 3) ^ at(schedule, t - 8) ^ at(schedule, t - 14) ^ at(schedule, t - 16),
        1,
      );
    }
    compress(state, schedule);
  }
  const digest = new DataView(new ArrayBuffer(20));
  for (let word = 0; word < 5; word += 1) digest.setUint32(word * 4, at(state, word));
  return new Uint8Array(digest.buffer);
}

/** RFC 3174 section 4: a one bit, zeros, and the length in bits, up to a multiple of 64 bytes. */
function padded(message: Uint8Array): DataView {
  const bytes = new Uint8Array((((message.length + 8) >> 6) + 1) * 64);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setBigUint64(bytes.length - 8, BigInt(message.length) * 8n);
  return view;
}

/** RFC 3174 section 6.1, steps c to e. */
function compress(state: Uint32Array, schedule: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (let t = 0; t < 80; t += 1) {
    const next = (rotateLeft(a, 5) + mix(t, b, c, d) + e + at(schedule, t)) >>> 0;
    e = d;
    d = c;
    c = rotateLeft(b, 30);
    b = a;
    a = next;
  }
  [a, b, c, d, e].forEach((value, word) => {
    state[word] = at(state, word) + value;
  });
}

function mix(t: number, b: number, c: number, d: number): number {
  if (t < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (t < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (t < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

function rotateLeft(value: number, bits: number): number {
  return ((value << bits) | (value >>> (32 - bits))) >>> 0;
}

function at(words: Uint32Array, index: number): number {
  return words[index] ?? 0;
}
