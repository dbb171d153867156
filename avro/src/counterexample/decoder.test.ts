import avsc, { type Type } from 'avsc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryNearPair } from '../../test/arbitrary-near-pair.ts';
import { randomDatum } from '../../test/random-datum.ts';
import { AvroError } from '../avro-error.ts';
import { explainIncompatibilities } from '../compatibility/explain-incompatibilities.ts';
import { jsonText } from '../json/json-text.ts';
import type { JsonValue, Schema } from '../model.ts';
import { parseSchema } from '../parse/parse-schema.ts';
import { schemaText } from '../schema-text.ts';

/** Undefined for what is no schema, and for what avsc does not take for one, such as an empty union. */
function schemaOf(json: JsonValue): { schema: Schema; type: Type } | undefined {
  try {
    const schema = parseSchema(json);
    return { schema, type: typeOf(schema) };
  } catch (error) {
    if (error instanceof AvroError || error instanceof AvscRefusal) return undefined;
    throw error;
  }
}

class AvscRefusal extends Error {}

function typeOf(schema: Schema): Type {
  try {
    return avsc.Type.forSchema(JSON.parse(schemaText(schema)));
  } catch (error) {
    throw new AvscRefusal('avsc refuses the schema', { cause: error });
  }
}

/** What the reader makes of a datum in Avro's JSON encoding. Throws where it cannot be read, in whatever way. */
function read(reader: Type, writer: Type, bytes: Buffer): unknown {
  return reader.fromBuffer(bytes, reader.createResolver(writer));
}

const encode = (type: Type, datum: JsonValue): Buffer => type.toBuffer(type.fromString(jsonText(datum)));

describe('avsc, a decoder of others', () => {
  it('writes every datum that is given, and cannot read it', () => {
    let shown = 0;
    fc.assert(
      fc.property(arbitraryNearPair, (pair) => {
        const [reader, writer] = [schemaOf(pair.reader), schemaOf(pair.writer)];
        fc.pre(reader !== undefined && writer !== undefined);
        for (const { counterexample } of explainIncompatibilities(reader.schema, writer.schema)) {
          if (!('datum' in counterexample)) continue;
          const bytes = encode(writer.type, counterexample.datum);
          expect(() => read(reader.type, writer.type, bytes)).toThrow();
          shown += 1;
        }
      }),
      { numRuns: 1_000, seed: 7 },
    );
    expect(shown).toBeGreaterThan(200);
  });

  it('reads every datum of a compatible writer, if it takes the schemas for compatible, too', () => {
    let compatible = 0;
    let refused = 0;
    fc.assert(
      fc.property(arbitraryNearPair, fc.array(fc.nat(1_000), { maxLength: 40 }), (pair, choices) => {
        const [reader, writer] = [schemaOf(pair.reader), schemaOf(pair.writer)];
        fc.pre(reader !== undefined && writer !== undefined);
        fc.pre(explainIncompatibilities(reader.schema, writer.schema).length === 0);
        const datum = randomDatum(writer.schema, [...choices]);
        fc.pre(datum !== undefined);
        const bytes = encode(writer.type, datum);
        if (isRefused(reader.type, writer.type)) refused += 1;
        else expect(() => read(reader.type, writer.type, bytes)).not.toThrow();
        compatible += 1;
      }),
      { numRuns: 300, seed: 7, maxSkipsPerRun: 1_000 },
    );
    console.log(`${compatible} compatible pairs read by avsc, but for ${refused} that it refuses by their names`);
    expect(refused).toBeLessThan(compatible / 5);
  });
});

/** avsc compares names with their namespaces, where Avro's checker does not. */
function isRefused(reader: Type, writer: Type): boolean {
  try {
    return reader.createResolver(writer) === undefined;
  } catch {
    return true;
  }
}
