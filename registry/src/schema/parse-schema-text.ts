import {
  AvroError,
  isName,
  type JsonValue,
  type NamedSchema,
  namedTypes,
  parseSchema,
  type Schema,
} from '@eventwright/avro';
import { splitName } from './avro-names.ts';
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
  /** Whether defaults and namespaces must be right. */
  readonly strict: boolean;
  /** Types of the referenced schemas. */
  readonly definitions: Definitions;
}

/** Thrown for a text that is no valid Avro schema; the message lists every problem with its place. */
export class SchemaTextError extends Error {
  override readonly name = 'SchemaTextError';
}

/** Throws `SchemaTextError`. */
export function parseSchemaText(text: string, { normalize, strict, definitions }: ParseOptions): ParsedSchema {
  const exact = readJson(text);
  const inlined = inlineReferences(exact, definitions);
  const avro = readAvro(inlined, strict);
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

const tolerated = ['AVRO_DEFAULT_INVALID', 'AVRO_NAME_INVALID'] as const;

function readAvro(schema: ExactJson, strict: boolean): Schema {
  const json: JsonValue = JSON.parse(printExactJson(schema));
  try {
    const parsed = parseSchema(json, { tolerated: strict ? [] : tolerated });
    // Only namespaces may be wrong: without the other names, a schema could not be told from another.
    return strict || namedTypes(parsed).every(hasNames) ? parsed : parseSchema(json);
  } catch (error) {
    if (error instanceof AvroError) throw new SchemaTextError(describe(error), { cause: error });
    throw error;
  }
}

function hasNames(type: NamedSchema): boolean {
  const fields = type.kind === 'record' ? type.fields.map(({ name }) => name) : [];
  const symbols = type.kind === 'enum' ? type.symbols : [];
  return [splitName(type.name).short, ...fields, ...symbols].every(isName);
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
