import { commas, none, table, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import type { SiteContext } from '../site-context.ts';

/** Words of the trade, as the contracts explain them. */
export function glossaryPage({ estate, links }: SiteContext): Page {
  return {
    path: 'glossary.html',
    title: 'Glossary',
    summary: 'Words that the contracts use, and what they mean by them.',
    section: 'glossary',
    trail: [],
    badges: [],
    blocks: [
      text('The tags that contracts have among their info.'),
      table({
        caption: 'Glossary',
        rows: estate.catalog.glossary,
        empty: 'No contract has tags.',
        isFiltered: true,
        idOf: ({ name }) => termId(name),
        columns: [
          { title: 'Word', cell: ({ name }) => [name] },
          { title: 'Meaning', cell: ({ text: words }) => [words === '' ? none('not said') : words] },
          { title: 'Used by', cell: ({ services }) => commas(services.map((service) => [links.service(service)])) },
        ],
      }),
    ],
  };
}

/** Of the row of a word. */
export const termId = (name: string): string => `term-${name}`;
