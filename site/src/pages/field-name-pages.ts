import type { FieldUse } from '../catalog/catalog.ts';
import { type Block, badge, code, commas, type Line, link, section, table, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import { counted } from '../page/words.ts';
import type { DictionaryEntry } from '../schema/field-dictionary.ts';
import { fieldRows } from '../schema/field-rows.ts';
import { fieldId } from '../schema/field-table.ts';
import { plainTypeText } from '../schema/type-text.ts';
import { usersOf, usesOfField } from '../schema/uses.ts';
import type { SiteContext } from '../site-context.ts';
import { useTable } from './use-table.ts';

/** What a field name means, where it is, and whose code fails where it goes. */
export function fieldNamePage(entry: DictionaryEntry, context: SiteContext): Page {
  const { name, pii } = entry;
  const fields = fieldsCalled(entry, context);
  const uses = usesOfAll(fields, context);
  return {
    path: context.paths.field(name),
    title: name,
    summary: `The field ${name} in ${counted(new Set(fields.map(({ event }) => event)).size, 'event')}, and the code that uses it.`,
    section: 'fields',
    trail: [{ title: 'Fields', path: 'fields.html' }],
    badges: [
      ...(pii ? [badge('personal data', 'personal')] : []),
      ...(entry.isConflict ? [badge('several types', 'warns')] : []),
    ],
    blocks: [
      ...breaks(name, uses, context),
      ...section('where', 'Where it is', fieldTable(entry, fields, context)),
      ...(uses === undefined
        ? []
        : section('uses', 'Code that uses it', useTable(`Code that uses ${name}`, uses, context))),
    ],
  };
}

interface NamedField {
  readonly event: string;
  readonly path: string;
  readonly type: string;
}

function fieldsCalled({ name, meanings }: DictionaryEntry, { estate }: SiteContext): readonly NamedField[] {
  const events = [...new Set(meanings.flatMap((meaning) => meaning.events))].sort();
  return events.flatMap((event) => {
    const newest = estate.versionsOf(estate.event(event)?.schema ?? '').at(-1);
    const rows = newest === undefined ? [] : fieldRows(newest.schema);
    return rows
      .filter(({ field }) => field.name === name)
      .map(({ path, type }) => ({ event, path, type: plainTypeText(type) }));
  });
}

/** Each place once, although it may use several fields of the name; undefined where nobody looked. */
function usesOfAll(fields: readonly NamedField[], { estate }: SiteContext): readonly FieldUse[] | undefined {
  if (estate.catalog.uses === undefined) return undefined;
  const uses = new Set(fields.flatMap(({ event, path }) => usesOfField(estate.usesOfEvent(event) ?? [], path)));
  return [...uses];
}

function breaks(name: string, uses: readonly FieldUse[] | undefined, { links }: SiteContext): readonly Block[] {
  if (uses === undefined) return [];
  const readers = [...new Set(uses.filter(({ access }) => access !== 'writes').flatMap(usersOf))].sort();
  if (readers.length === 0) return [text('No code reads it.')];
  return [
    {
      kind: 'notice',
      tone: 'warns',
      line: [
        `If ${name} goes, this breaks: `,
        ...commas(readers.map((reader): Line => [links.service(reader)])),
        '. The lines of code stand below.',
      ],
    },
  ];
}

function fieldTable(
  { name }: DictionaryEntry,
  fields: readonly NamedField[],
  { estate, links, paths }: SiteContext,
): Block {
  const uses = ({ event, path }: NamedField): readonly FieldUse[] => usesOfField(estate.usesOfEvent(event) ?? [], path);
  return table({
    caption: `Fields called ${name}`,
    rows: fields,
    empty: 'There are none.',
    isFiltered: true,
    columns: [
      {
        title: 'Field',
        cell: ({ event, path }) => [link(`${paths.event(event)}#${fieldId(path)}`, code(`${event}.${path}`))],
      },
      { title: 'Type', cell: ({ type }) => [type] },
      {
        title: 'Used by',
        cell: (field) => commas([...new Set(uses(field).flatMap(usersOf))].map((user): Line => [links.service(user)])),
      },
    ],
  });
}
