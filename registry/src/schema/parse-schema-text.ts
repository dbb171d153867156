import { AvroError, parseSchema, type Schema } from '@eventwright/avro';
import { canonicalString } from './canonical-string.ts';
import { type ExactJson, parseExactJson, printExactJson } from './exact-json.ts';
import { type Definitions, definitionsIn, inlineReferences } from './inline-references.ts';

/** A schema's text, understood. */
export interface ParsedSchema {
  /** The text that is stored and given back; references stay names. */
  readonly canonical: string;
  /** Self-contained: referenced types inlined. */
  readonly resolved: string;
  /** Equal for schemas that differ in nothing but order of properties and aliases, or in what is inlined. */
  readonly equivalence: string;
  readonly avro: Schema;
  /** Types that a schema with a reference to this one may name: its own and those it refers to. */
  readonly definitions: Definitions;
}

export interface ParseOptions {
  readonly normalize: boolean;
  /** Types of the referenced schemas. */
  readonly definitions: Definitions;
}

/** Thrown for a text that is no valid Avro schema; the message lists every problem with its place. */
export class SchemaTextError extends Error {
  override readonly name = 'SchemaTextError';
}

/** Throws `SchemaTextError`. */
export function parseSchemaText(text: string, { normalize, definitions }: ParseOptions): ParsedSchema {
  const exact = readJson(text);
  const inlined = inlineReferences(exact, definitions);
  const avro = readAvro(inlined);
  return {
    canonical: canonicalString(exact, { normalize }),
    resolved: canonicalString(inlined),
    equivalence: canonicalString(inlined, { normalize: true }),
    avro,
    definitions: new Map([...definitions, ...definitionsIn(exact)]),
  };
}

function readJson(text: string): ExactJson {
  try {
    return parseExactJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new SchemaTextError(`the schema is no JSON: ${error.message}`);
    throw error;
  }
}

function readAvro(schema: ExactJson): Schema {
  try {
    return parseSchema(JSON.parse(printExactJson(schema)));
  } catch (error) {
    if (error instanceof AvroError) throw new SchemaTextError(describe(error), { cause: error });
    throw error;
  }
}

const maximumProblems = 10;

function describe({ problems }: AvroError): string {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const listed = errors.slice(0, maximumProblems).map((problem) => {
    return `${problem.location} ${problem.code}: ${problem.message} ${problem.help}`.trimEnd();
  });
  const more = errors.length - listed.length;
  return [...listed, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
