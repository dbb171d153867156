import type { NamedSchema } from '@eventwright/avro';
import { type Block, badge, code, type Fact, type Line, section, table, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import { fieldRows } from '../schema/field-rows.ts';
import { fieldTable } from '../schema/field-table.ts';
import { shortName } from '../schema/type-text.ts';
import type { SiteContext } from '../site-context.ts';

/** All named types. */
export function typeListPage({ estate, links }: SiteContext): Page {
  return {
    path: 'types.html',
    title: 'Types',
    summary: 'Every record, enum and fixed type, and where it is used.',
    section: 'types',
    trail: [],
    badges: [],
    blocks: [
      table({
        caption: 'Types',
        rows: estate.types,
        empty: 'There are none.',
        isFiltered: true,
        columns: [
          { title: 'Type', cell: ({ name }) => links.type([{ type: name }]) },
          { title: 'Kind', cell: ({ kind }) => [kind] },
          { title: 'Full name', cell: ({ name }) => [code(name)] },
          { title: 'Meaning', cell: ({ doc = '' }) => [doc] },
        ],
      }),
    ],
  };
}

/** A named type: what it has, and which events use it. */
export function typePage(type: NamedSchema, context: SiteContext): Page {
  const { paths } = context;
  return {
    path: paths.type(type.name),
    title: shortName(type.name),
    summary: type.doc ?? `The ${type.kind} ${type.name}.`,
    section: 'types',
    trail: [{ title: 'Types', path: 'types.html' }],
    badges: [badge(type.kind)],
    blocks: [
      { kind: 'facts', facts: factsOf(type) },
      ...definitionOf(type, context),
      ...section('used-by', 'Used by', usersTable(type, context)),
    ],
  };
}

function factsOf({ name, aliases, doc = '' }: NamedSchema): readonly Fact[] {
  return [
    { term: 'Full name', line: [code(name)] },
    ...(doc === '' ? [] : [{ term: 'Meaning', line: [doc] }]),
    ...aliases.map((alias) => ({ term: 'Was called', line: [code(alias)] })),
  ];
}

function definitionOf(type: NamedSchema, { links }: SiteContext): readonly Block[] {
  switch (type.kind) {
    case 'record':
      return section(
        'fields',
        'Fields',
        fieldTable({ caption: `Fields of ${type.name}`, rows: fieldRows(type), links }),
      );
    case 'enum': {
      const symbols = type.symbols.map(
        (symbol): Line => [
          code(symbol),
          ...(symbol === type.default ? [' ', badge('where a reader does not know the written one')] : []),
        ],
      );
      return section('symbols', 'Symbols', { kind: 'list', items: symbols });
    }
    case 'fixed':
      return [text(`${type.size} bytes.`)];
  }
}

function usersTable({ name }: NamedSchema, { estate, links }: SiteContext): Block {
  return table({
    caption: `Events that use ${name}`,
    rows: estate.usersOf(name),
    empty: 'No event uses it.',
    columns: [
      { title: 'Event', cell: ({ event }) => [links.event(event.name)] },
      { title: 'As', cell: ({ as }) => [as] },
      { title: 'Owner', cell: ({ event }) => [links.owner(event.owner)] },
    ],
  });
}
