import { suggest } from '../../model/suggest.ts';
import { knownProperties } from './known-properties.ts';
import { securityResults } from './security-results.ts';

/** What a structural rule of the parser has found. */
export interface StructureResult {
  readonly message: string;
  readonly path?: (string | number)[];
}

export interface Structure {
  /** The document, with or without its references followed. */
  readonly target: unknown;
  /** The JSON Schema of AsyncAPI that it was checked against. */
  readonly schema: object;
}

/** The same without what only follows from others, with paths as in the document, and with names that may be meant. */
export function structureResults(results: readonly StructureResult[], structure: Structure): StructureResult[] {
  const placed = results.map(withPath);
  const told = securityResults(
    placed.filter((result) => !isExplainedBetter(result, placed)),
    structure.target,
  );
  return told.map((result) => withSuggestion(result, structure.schema));
}

type Placed = StructureResult & { readonly path: (string | number)[] };

export const unexpectedProperty: RegExp = /^Property "(.*)" is not expected to be here$/s;

/** The parser splits JSON pointers without unescaping them, and puts names into them without escaping. */
function withPath({ message, path = [] }: StructureResult): Placed {
  const [, name] = unexpectedProperty.exec(message) ?? [];
  const written = name?.split('/') ?? [];
  const above = path.slice(0, path.length - written.length).map(unescaped);
  return { message, path: name === undefined ? path.map(unescaped) : [...above, name] };
}

const unescaped = (part: string | number): string | number =>
  typeof part === 'string' ? part.replaceAll('~1', '/').replaceAll('~0', '~') : part;

const onlyOfOthers = /must match (".*" schema|a schema in|exactly one schema)/;
const ofOtherForm = / must be (array|boolean|integer|null|number|object|string)(,\w+)*$/;

/**
 * 'must match "then" schema' and its like say only that something below is wrong, which has a result of its own. And where
 * something inside an object is wrong, it is not wrong that it is an object: that was another form that it could have.
 */
function isExplainedBetter({ message, path }: Placed, all: readonly Placed[]): boolean {
  if (!onlyOfOthers.test(message) && !ofOtherForm.test(message)) return false;
  return all.some(
    (other) => other.path.length > path.length && path.every((part, index) => other.path[index] === part),
  );
}

function withSuggestion({ message, path }: Placed, schema: object): StructureResult {
  const [, name] = unexpectedProperty.exec(message) ?? [];
  const suggestion = name === undefined ? undefined : suggest(name, knownProperties(schema, path.slice(0, -1)));
  return { message: suggestion === undefined ? message : `${message}. ${suggestion}`, path };
}
