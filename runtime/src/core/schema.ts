declare const types: unique symbol;

/**
 * One version of an Avro schema, as generated code carries it: pure data, tied to the TypeScript types that the same
 * model gave it. `Output` is what decoding returns, `Input` what encoding accepts (fields with a default optional).
 */
export interface Schema<Output, Input = Output, Version extends number = number> {
  /** Full Avro name, or the name of a primitive. */
  readonly name: string;
  readonly version: Version;
  /** Full names that it had before, where it was renamed; data written under them is the same message. */
  readonly aliases?: readonly string[];
  /** CRC-64-AVRO of the parsing canonical form, 16 hexadecimal digits. */
  readonly fingerprint: string;
  /** The self-contained schema as JSON text, byte for byte what the registry holds. */
  readonly avro: string;
  /** Exists only for the compiler. */
  readonly [types]?: { readonly output: Output; readonly input: Input };
}

/** What decoding with a schema returns. */
export type OutputOf<S> = S extends Schema<infer Output, infer _Input> ? Output : never;

/** What encoding with a schema accepts. */
export type InputOf<S> = S extends Schema<infer _Output, infer Input> ? Input : never;
