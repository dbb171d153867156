import { fingerprint64Hex, schemaText } from '@eventwright/avro';
import type { Awaitable } from '../core/awaitable.ts';
import type { Logger } from '../core/client.ts';
import type { Schema } from '../core/schema.ts';
import type { SchemaRegistry, WrittenSchema } from '../core/schema-registry.ts';
import { type BinaryCodec, binaryCodec } from './codec/binary-codec.ts';
import { type SchemaCodec, schemaCodec, schemaName } from './codec/schema-codec.ts';
import { frameOf, readFrame, schemaIdOf } from './frame.ts';
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
  const idOf = (subject: string, avro: string): Awaitable<number> =>
    idLoads(JSON.stringify([subject, avro]), async () => {
      const id = await lookup.idOf(subject, avro);
      log?.info({ id, subject }, 'schema looked up');
      return id;
    });
  const written = (id: number): Awaitable<Written> =>
    writtenLoads(id, async () => {
      const schema = await lookup.schemaOf(id);
      const name = schemaName(schema);
      log?.info({ id, name }, 'schema of a writer looked up');
      const identity = { id, name, fingerprint: fingerprint64Hex(schema), avro: schemaText(schema) };
      return { identity, codec: binaryCodec(schema) };
    });
  const readerOf = (avro: string): Reader => {
    const known = readers.get(avro);
    if (known !== undefined) return known;
    const reader = { codec: schemaCodec(avro), byWriter: new Map() };
    readers.set(avro, reader);
    return reader;
  };
  return {
    writer: async (subject, { avro }) => {
      const { codec } = readerOf(avro);
      const frame = frameOf(await idOf(subject, avro));
      return { encode: (value) => codec.encode(value, frame) };
    },
    identify: (bytes) => {
      const known = written(schemaIdOf(bytes));
      return known instanceof Promise ? known.then(({ identity }) => identity) : known.identity;
    },
    read: <Output, Input>(bytes: Uint8Array, schema: Schema<Output, Input>): Awaitable<Output> => {
      const { id, payload } = readFrame(bytes);
      const reader = readerOf(schema.avro);
      // The one place where a decoded value gets its type: `Output` was generated from the schema text that made the
      // codec, by the table in README.md, which the compiler cannot follow.
      const readAs = (read: (payload: Uint8Array) => unknown): Output => read(payload) as Output;
      const known = reader.byWriter.get(id);
      if (known !== undefined) return readAs(known);
      const writer = written(id);
      if (writer instanceof Promise) return writer.then(({ codec }) => readAs(compile(reader, id, codec)));
      return readAs(compile(reader, id, writer.codec));
    },
  };
}

function compile({ codec, byWriter }: Reader, id: number, writer: BinaryCodec): (payload: Uint8Array) => unknown {
  const read = codec.readerOf(writer);
  byWriter.set(id, read);
  return read;
}
