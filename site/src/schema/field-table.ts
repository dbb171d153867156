import { type Deprecation, type JsonValue, jsonText } from '@eventwright/avro';
import type { FieldUse } from '../catalog/catalog.ts';
import type { Links } from '../links.ts';
import { badge, code, commas, type Inline, type Line, none, type TableBlock, table } from '../page/block.ts';
import type { FieldRow } from './field-rows.ts';
import { usersOf } from './uses.ts';

export interface FieldTableOptions {
  readonly caption: string;
  readonly rows: readonly FieldRow[];
  readonly links: Links;
  /** The version in which a field came in; undefined for one that was always there. */
  readonly since?: (path: string) => number | undefined;
  /** Where code uses the field; left out where nobody looked. */
  readonly usesOf?: (path: string) => readonly FieldUse[];
}

/** The fields of a schema, with all that is known of each. */
export function fieldTable({ caption, rows, links, since, usesOf }: FieldTableOptions): TableBlock {
  return table({
    caption,
    rows,
    idOf: ({ path }) => fieldId(path),
    empty: 'It has no fields.',
    columns: [
      { title: 'Field', cell: ({ path }) => [code(path)] },
      {
        title: 'Type',
        cell: ({ type, recursive }) => [...links.type(type), ...(recursive ? [' ', badge('contains itself')] : [])],
      },
      { title: 'Default', cell: ({ field }) => defaultOf(field.default) },
      { title: 'Meaning', cell: (row) => [row.field.doc ?? '', ...marksOf(row, since?.(row.path))] },
      ...(usesOf === undefined
        ? []
        : [{ title: 'Used by', cell: ({ path }: FieldRow) => usersLine(usesOf(path), links) }]),
    ],
  });
}

/** Of the row of a field, so that search and diffs can lead to it. */
export const fieldId = (path: string): string => `field-${path}`;

const defaultOf = (value: { readonly value: JsonValue } | undefined): Line =>
  value === undefined ? [none('required')] : [code(jsonText(value.value))];

function deprecationText({ replacedBy, removeAfter, text }: Deprecation): string {
  const parts = [
    text,
    replacedBy === undefined ? '' : `use ${replacedBy}`,
    removeAfter === undefined ? '' : `may be gone after ${removeAfter}`,
  ].filter((part) => part !== '');
  return ['deprecated', ...(parts.length === 0 ? [] : [parts.join(', ')])].join(': ');
}

function marksOf({ pii, deprecated, field }: FieldRow, since: number | undefined): readonly Inline[] {
  const badges = [
    ...(pii ? [badge('personal data', 'personal')] : []),
    ...(since === undefined ? [] : [badge(`since version ${since}`)]),
    ...(deprecated === undefined ? [] : [badge(deprecationText(deprecated), 'warns')]),
    ...(field.aliases.length === 0 ? [] : [badge(`was ${field.aliases.join(', ')}`)]),
  ];
  return badges.flatMap((one) => [' ', one]);
}

/** Services that use the field. One that nobody uses says so: that is what people want to know before it goes. */
export function usersLine(uses: readonly FieldUse[], links: Links): Line {
  if (uses.length === 0) return [none('nobody')];
  const users = Map.groupBy(
    uses.flatMap((use) => usersOf(use).map((name) => ({ name, use }))),
    ({ name }) => name,
  );
  return commas([...users].map(([name, list]) => [links.service(name), ` ${accessOf(list.map(({ use }) => use))}`]));
}

function accessOf(uses: readonly FieldUse[]): string {
  const kinds = new Set(uses.map(({ access }) => access));
  if (kinds.has('reads')) return 'reads it';
  return kinds.has('may read everything') ? 'may read it' : 'writes it';
}
