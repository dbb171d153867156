import type { Awaitable } from './awaitable.ts';
import type { Schema } from './schema.ts';

/** Encodes values of one schema, framed with the id under which the registry knows it. */
export interface Writer<Input> {
  /** Throws `VALUE_INVALID`, naming the path, the expected type and the value, before a byte is written. */
  encode(value: Input): Awaitable<Uint8Array>;
}

/** The schema that a message was written with. */
export interface WrittenSchema {
  readonly id: number;
  /** Full Avro name, or the name of a primitive. */
  readonly name: string;
  /** CRC-64-AVRO of the parsing canonical form, 16 hexadecimal digits. */
  readonly fingerprint: string;
  /** The schema as one compact JSON text, in the form of `Schema.avro`: the same for equal schemas. */
  readonly avro: string;
}

/**
 * The port to a schema registry and the codec behind it. Services look schemas up and never register them; what was
 * looked up once is kept, so known schemas work while the registry is down.
 */
export interface SchemaRegistry {
  /** Looks the schema up under the subject. Rejects with `SCHEMA_NOT_REGISTERED` where the registry has none such. */
  writer<Output, Input>(subject: string, schema: Schema<Output, Input>): Promise<Writer<Input>>;
  /** Reads the frame and looks the writer's schema up. Rejects with `FRAME_INVALID` or `SCHEMA_UNKNOWN`. */
  identify(bytes: Uint8Array): Awaitable<WrittenSchema>;
  /** Decodes by Avro's schema resolution from the writer's schema to `schema`. Rejects with `VALUE_UNREADABLE`. */
  read<Output, Input>(bytes: Uint8Array, schema: Schema<Output, Input>): Awaitable<Output>;
}
