/** Some bytes of an encoded value, and what they are. */
export interface WirePiece {
  /** Where in the value: `lines[0].sku`; empty for what is about all of it. */
  readonly path: string;
  /** What the bytes say: `string of 8 bytes`, `branch 1: Card`. */
  readonly meaning: string;
  readonly bytes: Uint8Array;
}
