import { type JsonValue, jsonText } from '@eventwright/avro';
import type { SiteFile } from '../build-site.ts';
import type { Event } from '../catalog/catalog.ts';
import type { SiteContext } from '../site-context.ts';

/** Each version of an event as a schema file that needs no other, and its examples as JSON. */
export function rawFiles({ name, schema, examples }: Event, { estate, paths }: SiteContext): readonly SiteFile[] {
  return [
    ...estate
      .versionsOf(schema)
      .map(({ version, text }) => ({ path: paths.schemaFile(name, version), text: `${text}\n` })),
    ...(examples.length === 0
      ? []
      : [{ path: paths.examplesFile(name), text: `${jsonText(examples.map(({ payload }): JsonValue => payload))}\n` }]),
  ];
}
