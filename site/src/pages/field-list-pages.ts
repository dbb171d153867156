import { type Block, badge, code, commas, type Line, link, section, table, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import { counted } from '../page/words.ts';
import type { DictionaryEntry } from '../schema/field-dictionary.ts';
import type { SiteContext } from '../site-context.ts';

/** So many names are one page; beyond, each first letter has one. */
const pageSize = 150;

/** The field dictionary: what each name means, and where it means something else. */
export function fieldListPages(context: SiteContext): readonly Page[] {
  const entries = context.dictionary;
  const conflicts = entries.filter(({ isConflict }) => isConflict);
  const head: readonly Block[] = [
    text(
      `${counted(entries.length, 'field name')}, of which ${counted(conflicts.length, 'has', 'have')} more than one type.`,
    ),
    ...section('conflicts', 'One name, several types', dictionaryTable('Names with several types', conflicts, context)),
  ];
  if (entries.length <= pageSize) {
    return [
      { ...frame, blocks: [...head, ...section('all', 'All names', dictionaryTable('Field names', entries, context))] },
    ];
  }
  const letters = Map.groupBy(entries, ({ name }) => letterOf(name));
  const index: Line = commas([...letters.keys()].map((letter) => [link(letterPath(letter), letter)]));
  return [
    { ...frame, blocks: [...head.slice(0, 1), text('By first letter: ', ...index), ...head.slice(1)] },
    ...[...letters].map(
      ([letter, list]): Page => ({
        ...frame,
        path: letterPath(letter),
        title: `Fields: ${letter}`,
        trail: [{ title: 'Fields', path: frame.path }],
        blocks: [dictionaryTable(`Field names with ${letter}`, list, context)],
      }),
    ),
  ];
}

const frame: Omit<Page, 'blocks'> = {
  path: 'fields.html',
  title: 'Fields',
  summary: 'What each field name means across all events, and where one name means two things.',
  section: 'fields',
  trail: [],
  badges: [],
};

const letterOf = (name: string): string => {
  const first = name.charAt(0).toLowerCase();
  return /[a-z]/.test(first) ? first : 'other';
};

const letterPath = (letter: string): string => `fields/letters/${letter}.html`;

function dictionaryTable(caption: string, entries: readonly DictionaryEntry[], { links, paths }: SiteContext): Block {
  const rows = entries.flatMap((entry) => entry.meanings.map((meaning) => ({ entry, meaning })));
  return table({
    caption,
    rows,
    empty: 'There are none.',
    isFiltered: true,
    columns: [
      {
        title: 'Name',
        cell: ({ entry }) => [
          link(paths.field(entry.name), code(entry.name)),
          ...(entry.pii ? [' ', badge('personal data', 'personal')] : []),
          ...(entry.isConflict ? [' ', badge('several types', 'warns')] : []),
        ],
      },
      { title: 'Type', cell: ({ meaning }) => [meaning.type] },
      { title: 'Meaning', cell: ({ meaning }) => [meaning.docs.slice(0, 3).join(' · ')] },
      {
        title: 'In',
        cell: ({ meaning }) => shortened(meaning.records.map((record) => links.type([{ type: record }]))),
      },
      {
        title: 'Events',
        cell: ({ meaning }) => shortened(meaning.events.map((event) => [link(`${paths.event(event)}#fields`, event)])),
      },
    ],
  });
}

/** The first few of many. */
function shortened(lines: readonly Line[]): Line {
  const shown = commas(lines.slice(0, 6));
  return lines.length <= 6 ? shown : [...shown, ` and ${lines.length - 6} more`];
}
