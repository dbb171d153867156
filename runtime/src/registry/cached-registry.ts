import { fingerprint64Hex, schemaText } from '@eventwright/avro';
import type { Logger } from '../core/client.ts';
import type { Schema } from '../core/schema.ts';
import type { SchemaRegistry, WrittenSchema } from '../core/schema-registry.ts';
import { type BinaryCodec, binaryCodec } from './codec/binary-codec.ts';
import { type SchemaCodec, schemaCodec, schemaName } from './codec/schema-codec.ts';
import { frameOf, readFrame } from './frame.ts';
import type { SchemaLookup } from './schema-lookup.ts';
import { sharedLoads } from './shared-loads.ts';

interface Reader {
  readonly codec: SchemaCodec;
  /** By the id of the writer's schema. */
  readonly byWriter: Map<number, (payload: Uint8Array) => unknown>;
}

/** A schema that something was written with. */
interface Written {
  readonly identity: WrittenSchema;
  readonly codec: BinaryCodec;
}

/** The codec over schemas that are looked up when they are first needed, and never twice. */
export function cachedRegistry(lookup: SchemaLookup, log?: Logger): SchemaRegistry {
  const readers = new Map<string, Reader>();
  const idLoads = sharedLoads<string, number>();
  const writtenLoads = sharedLoads<number, Written>();
  const idOf = (subject: string, avro: string): Promise<number> =>
    idLoads(JSON.stringify([subject, avro]), async () => {
      const id = await lookup.idOf(subject, avro);
      log?.info({ id, subject }, 'schema looked up');
      return id;
    });
  const written = (id: number): Promise<Written> =>
    writtenLoads(id, async () => {
      const schema = await lookup.schemaOf(id);
      const name = schemaName(schema);
      log?.info({ id, name }, 'schema of a writer looked up');
      const identity = { id, name, fingerprint: fingerprint64Hex(schema), avro: schemaText(schema) };
      return { identity, codec: binaryCodec(schema) };
    });
  const readerOf = (avro: string): Reader => {
    const reader = readers.get(avro) ?? { codec: schemaCodec(avro), byWriter: new Map() };
    readers.set(avro, reader);
    return reader;
  };
  return {
    writer: async (subject, { avro }) => {
      const { codec } = readerOf(avro);
      const frame = frameOf(await idOf(subject, avro));
      return { encode: async (value) => codec.encode(value, frame) };
    },
    identify: async (bytes) => {
      const { id } = readFrame(bytes);
      return (await written(id)).identity;
    },
    read: async <Output, Input>(bytes: Uint8Array, schema: Schema<Output, Input>): Promise<Output> => {
      const { id, payload } = readFrame(bytes);
      const { codec, byWriter } = readerOf(schema.avro);
      const read = byWriter.get(id) ?? codec.readerOf((await written(id)).codec);
      byWriter.set(id, read);
      // The one place where a decoded value gets its type: `Output` was generated from the schema text that made the
      // codec, by the table in README.md, which the compiler cannot follow.
      return read(payload) as Output;
    },
  };
}
