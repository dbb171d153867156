import type { Event, FieldUse } from '../catalog/catalog.ts';
import type { ParsedVersion } from '../catalog/estate.ts';
import { type Block, code, commas, type Line, none, section, type TableBlock, table } from '../page/block.ts';
import { usersOf } from '../schema/uses.ts';
import type { SiteContext } from '../site-context.ts';
import { placeLine } from './place-line.ts';

/** More places than this nobody reads; whoever needs all of them has `eventwright readers`. */
const mostPlaces = 100;

/** Code that uses the event. It is that of today, so old versions have none. */
export function useBlocks(
  { name, version: newest }: Event,
  { version }: ParsedVersion,
  context: SiteContext,
): readonly Block[] {
  const uses = context.estate.usesOfEvent(name);
  if (uses === undefined || version !== newest) return [];
  return section('uses', 'Code that uses it', useTable(`Code that uses ${name}`, uses, context));
}

/** Places in code that use fields, each with its file and line. */
export function useTable(caption: string, uses: readonly FieldUse[], context: SiteContext): TableBlock {
  const { links } = context;
  const shown = uses.slice(0, mostPlaces);
  return table({
    caption: shown.length === uses.length ? caption : `${caption}: the first ${mostPlaces} of ${uses.length}`,
    rows: shown,
    empty: 'No code does.',
    columns: [
      { title: 'Who', cell: (use) => commas(usersOf(use).map((name): Line => [links.service(name)])) },
      { title: 'Event', cell: ({ event }) => [links.event(event)] },
      { title: 'Field', cell: (use) => fieldOf(use) },
      { title: 'How', cell: ({ access }) => [access] },
      { title: 'Where', cell: (use) => placeLine(use, context) },
      { title: 'Code', cell: ({ code: words }) => [code(words)] },
    ],
  });
}

function fieldOf({ part, path }: FieldUse): Line {
  if (path === '') return [none(part === 'value' ? 'all of it' : `all of the ${part}`)];
  return [code(part === 'value' ? path : `${part}: ${path}`)];
}
