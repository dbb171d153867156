import type { Options } from 'minisearch';
import type { SearchEntry } from './search-entry.ts';

/** The same for who makes the index and for who searches it. */
export const searchOptions: Options<SearchEntry> = {
  fields: ['title', 'about', 'more'],
  storeFields: ['kind', 'title', 'about', 'path'],
  tokenize: (text) => [...new Set([...words(text), ...text.split(/[\s,;:()/.]+/)])].filter(Boolean),
  processTerm: (term) => term.toLowerCase(),
  searchOptions: {
    prefix: true,
    fuzzy: (term) => (term.length < 4 ? 0 : 0.25),
    boost: { title: 6, about: 2 },
    boostDocument: (_id, _term, stored) => boosts[String(stored?.['kind'])] ?? 1,
    combineWith: 'AND',
  },
};

/** People look for events more often than for what events are made of. */
const boosts: Readonly<Record<string, number>> = { event: 1.6, service: 1.4, guide: 1.3, topic: 1.2 };

/** `orderPlaced` is `order` and `Placed`, too. */
const words = (text: string): readonly string[] => text.split(/(?<=[a-z0-9])(?=[A-Z])|[^\p{L}\p{N}]+/u);
