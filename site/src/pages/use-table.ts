import type { Event, FieldUse } from '../catalog/catalog.ts';
import {
  type Block,
  code,
  commas,
  type Line,
  link,
  none,
  section,
  type TableBlock,
  table,
  text,
} from '../page/block.ts';
import type { Page } from '../page/page.ts';
import { counted } from '../page/words.ts';
import { usersOf } from '../schema/uses.ts';
import type { SiteContext } from '../site-context.ts';
import { placeLine } from './place-line.ts';

/** More places than these have a page of their own. */
const fewPlaces = 8;

/** Places in code that use the event; where there are many, who uses it and how often. */
export function useBlocks({ name }: Event, context: SiteContext): readonly Block[] {
  const { estate, links, paths } = context;
  const uses = estate.usesOfEvent(name);
  if (uses === undefined) return [];
  if (uses.length <= fewPlaces) return section('uses', title, useTable(`Code that uses ${name}`, uses, context));
  const users = Map.groupBy(
    uses.flatMap((use) => usersOf(use)),
    (user) => user,
  );
  const items = [...users]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([user, list]): Line => [links.service(user), `: ${counted(list.length, 'place')}`]);
  return section(
    'uses',
    title,
    { kind: 'list', items },
    text(link(paths.uses(name), 'Every place, with file and line'), '.'),
  );
}

const title = 'Code that uses it';

/** Every place in code that uses the event; undefined where there are so few that its own page has them, or nobody looked. */
export function usesPage({ name }: Event, context: SiteContext): Page | undefined {
  const uses = context.estate.usesOfEvent(name) ?? [];
  if (uses.length <= fewPlaces) return undefined;
  return {
    path: context.paths.uses(name),
    title: `Code that uses ${name}`,
    summary: `Each place in code that uses ${name}, with file and line.`,
    section: 'events',
    trail: [
      { title: 'Events', path: 'events.html' },
      { title: name, path: context.paths.event(name) },
    ],
    badges: [],
    blocks: [useTable(`Code that uses ${name}`, uses, context)],
  };
}

/** Places in code that use fields, each with its file and line. */
export function useTable(caption: string, uses: readonly FieldUse[], context: SiteContext): TableBlock {
  const { links } = context;
  return table({
    caption,
    rows: uses,
    empty: 'No code does.',
    isFiltered: true,
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
