import MiniSearch from 'minisearch';
import type { SiteFile } from '../build-site.ts';
import { scriptText } from '../html/script-text.ts';
import type { SiteContext } from '../site-context.ts';
import { searchEntries } from './search-entries.ts';
import { searchOptions } from './search-options.ts';

/** The index, ready to be searched, as a script: browsers load those of files as well. */
export function searchIndex(context: SiteContext): SiteFile {
  const index = new MiniSearch(searchOptions);
  index.addAll(searchEntries(context));
  return {
    path: 'search/index.js',
    text: `window.eventwrightSearch=${scriptText({ index: JSON.stringify(index) })};\n`,
  };
}
