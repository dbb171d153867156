import { compareSchemas } from '../compatibility/compare-schemas.ts';
import { comparedSchema } from '../compatibility/compared-schema.ts';
import type { SchemaInput } from '../is-schema.ts';
import { jsonText } from '../json/json-text.ts';
import type { JsonValue } from '../model.ts';
import { proofOf, proving } from './prove.ts';

/** A datum that the writer's schema allows and the reader cannot read. */
export interface Counterexample {
  /** In Avro's JSON encoding: members of unions as `{ "long": 1 }`, bytes as a string of one character each. */
  readonly datum: JsonValue;
  /** Where in the datum the reader fails: `lines[0].status`; empty for the whole datum. */
  readonly path: string;
  /** What the reader cannot do there, as a sentence. */
  readonly why: string;
}

/**
 * A smallest datum that is written with the writer's schema and that the reader cannot read. Undefined where the schemas
 * are compatible, and where no datum shows that they are not (`explainIncompatibilities` tells which and why). Throws
 * `AvroError` for what is no schema.
 */
export function counterexample(reader: SchemaInput, writer: SchemaInput): Counterexample | undefined {
  const [readerSchema, writerSchema] = [comparedSchema(reader), comparedSchema(writer)];
  const comparison = compareSchemas(readerSchema, writerSchema);
  if (comparison.mismatches.length === 0) return undefined;
  const prover = proving({ reader: readerSchema, writer: writerSchema }, comparison);
  const samples = comparison.mismatches.flatMap((mismatch) => {
    const proof = proofOf(mismatch, prover);
    return 'datum' in proof ? { proof, length: jsonText(proof.datum).length } : [];
  });
  return samples.sort((a, b) => a.length - b.length)[0]?.proof;
}
