import type { Application, SchemaFile } from '../../model/contract-model.ts';
import { textOfSchema } from '../text-of-schema.ts';

/** An application's contracts as text, without its version and without places: the same text, nothing changed. */
export const contractText = (application: Application): string =>
  textOf(application, { left: nothing, schema: textOfSchema });

/** The same without what no other application notices: texts, examples, owners, contacts, tags, deprecations, failure policies, public fields, errors. */
export const shapeText = (application: Application): string =>
  textOf(application, { left: unnoticed, schema: (schema) => withoutDocs(textOfSchema(schema)) });

const nothing: ReadonlySet<string> = new Set();

const unnoticed: ReadonlySet<string> = new Set([
  'title',
  'summary',
  'description',
  'owner',
  'contact',
  'tags',
  'examples',
  'deprecated',
  'failurePolicy',
  'publicFields',
  'isError',
]);

interface Writing {
  /** Keys that are left out. */
  readonly left: ReadonlySet<string>;
  readonly schema: (schema: SchemaFile['schema']) => string;
}

function textOf(application: Application, { left, schema }: Writing): string {
  return JSON.stringify({ ...application, version: '' }, (key, value: unknown) => {
    if (key === 'position' || key === 'versionPosition' || left.has(key)) return undefined;
    // Every version: what an older one says changes what a reader gets.
    if (isSchemaFile(value)) return [value.name, ...value.versions.map((one) => [one.version, schema(one.schema)])];
    return sorted(value);
  });
}

/** A lock and a document have the same things in another order. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const withoutDocs = (text: string): string =>
  JSON.stringify(JSON.parse(text, (key, value: unknown) => (key === 'doc' ? undefined : value)));

const isSchemaFile = (value: unknown): value is SchemaFile =>
  typeof value === 'object' && value !== null && 'versions' in value && 'schema' in value;
