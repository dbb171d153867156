import { schemaText } from '@eventwright/avro';
import type { Application, SchemaFile } from '../../model/contract-model.ts';

/** An application's contracts as text, without its version and without places: the same text, nothing changed. */
export const contractText = (application: Application): string => textOf(application, new Set());

/** The same without what is only for people: texts, examples, owners, deprecations. */
export const shapeText = (application: Application): string => textOf(application, forPeople);

const forPeople: ReadonlySet<string> = new Set([
  'title',
  'summary',
  'description',
  'owner',
  'examples',
  'deprecated',
  'doc',
]);

function textOf(application: Application, left: ReadonlySet<string>): string {
  return JSON.stringify({ ...application, version: '' }, (key, value: unknown) => {
    if (key === 'position' || key === 'versionPosition' || left.has(key)) return undefined;
    if (isSchemaFile(value)) return sorted(schemasOf(value, left));
    return sorted(value);
  });
}

/** A lock and a document have the same things in another order. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Every version: what an older one says changes what a reader gets. */
const schemasOf = ({ name, versions }: SchemaFile, left: ReadonlySet<string>): object => ({
  name,
  versions: versions.map(({ version, schema }) => ({
    version,
    schema: JSON.parse(schemaText(schema), (key, value: unknown) => (left.has(key) ? undefined : value)),
  })),
});

const isSchemaFile = (value: unknown): value is SchemaFile =>
  typeof value === 'object' && value !== null && 'versions' in value && 'schema' in value;
