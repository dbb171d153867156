import { createHmac, timingSafeEqual } from 'node:crypto';

/** Bytes of the position, and of the code that proves it ours. */
const sizes = { position: 8, code: 16 } as const;

/** Positions as the outside sees them: opaque text that nobody else can make. */
export interface Cursors {
  seal(position: bigint): string;
  /** Undefined for text that is not ours. */
  open(cursor: string): bigint | undefined;
}

export function createCursors(secret: Uint8Array): Cursors {
  const codeOf = (position: Buffer): Buffer =>
    createHmac('sha256', secret).update('cursor').update(position).digest().subarray(0, sizes.code);
  return {
    seal: (position) => {
      const bytes = Buffer.alloc(sizes.position);
      bytes.writeBigUInt64BE(position);
      return Buffer.concat([bytes, codeOf(bytes)]).toString('base64url');
    },
    open: (cursor) => {
      if (!/^[\w-]{32}$/.test(cursor)) return undefined;
      const bytes = Buffer.from(cursor, 'base64url');
      const position = bytes.subarray(0, sizes.position);
      const isOurs = timingSafeEqual(bytes.subarray(sizes.position), codeOf(position));
      return isOurs ? position.readBigUInt64BE() : undefined;
    },
  };
}
