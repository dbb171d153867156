import type MiniSearch from 'minisearch';
import type { SearchResult } from 'minisearch';
import type { SearchEntry } from '../src/search/search-entry.ts';

const mostNear = 5;

/** What is called much like the words, where nothing is called as they say: by distance of edits, any of them. */
export const nearResults = (index: MiniSearch<SearchEntry>, words: string): readonly SearchResult[] =>
  index
    .search(words, { combineWith: 'OR', fields: ['title'], fuzzy: (term) => (term.length < 4 ? 0.34 : 0.45) })
    .slice(0, mostNear);
