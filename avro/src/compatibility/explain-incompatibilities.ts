import type { Counterexample } from '../counterexample/counterexample.ts';
import { type NoCounterexample, proofOf, proving } from '../counterexample/prove.ts';
import type { SchemaInput } from '../is-schema.ts';
import type { Schema } from '../model.ts';
import { positionAt } from '../position-at.ts';
import type { SchemaPlace } from '../schema-problem.ts';
import { compareSchemas } from './compare-schemas.ts';
import { comparedSchema } from './compared-schema.ts';
import type { Incompatibility } from './incompatibility.ts';
import { locationOf, type Place } from './mismatch.ts';

/** An incompatibility with all there is to say of it. */
export interface ExplainedIncompatibility extends Incompatibility {
  /**
   * Where the reader says it. Unlike `location` always from the root of the reader's schema, also inside of unions, and
   * through the names of types to what they mean.
   */
  readonly reader: SchemaPlace;
  /** Where the writer says it: the first symbol that is missing, the type, the record that lacks the field. */
  readonly writer: SchemaPlace;
  /** A datum that shows it. */
  readonly counterexample: Counterexample | NoCounterexample;
}

/**
 * The incompatibilities of `checkReaderWriter`, in the same order, each with its places in both schemas and a datum that
 * shows it. Positions are there for schemas that came as text. Throws `AvroError` for what is no schema.
 */
export function explainIncompatibilities(
  reader: SchemaInput,
  writer: SchemaInput,
): readonly ExplainedIncompatibility[] {
  const [readerSchema, writerSchema] = [comparedSchema(reader), comparedSchema(writer)];
  const comparison = compareSchemas(readerSchema, writerSchema);
  if (comparison.mismatches.length === 0) return [];
  const prover = proving({ reader: readerSchema, writer: writerSchema }, comparison);
  return comparison.mismatches.map((mismatch) => ({
    type: mismatch.type,
    location: locationOf(mismatch.location),
    message: mismatch.message,
    reader: placeIn(readerSchema, mismatch.readerPlace),
    writer: placeIn(writerSchema, mismatch.writerPlace),
    counterexample: proofOf(mismatch, prover),
  }));
}

function placeIn(schema: Schema, place: Place): SchemaPlace {
  const location = locationOf(place);
  return { location, position: positionAt(schema, location) };
}
