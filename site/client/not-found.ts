import MiniSearch from 'minisearch';
import { searchOptions } from '../src/search/search-options.ts';
import { loadScript } from './load-script.ts';
import { nearResults } from './near-results.ts';

const root = document.currentScript?.dataset['root'] ?? '';
const tool = document.querySelector<HTMLElement>('[data-tool="not-found"]');

/** The last name of the address, in words. */
function wordsOf(path: string): string {
  const name = path.split('/').findLast((part) => part !== '') ?? '';
  try {
    return decodeURIComponent(name)
      .replace(/\.(?:html|md)$/, '')
      .replaceAll(/[~._-]+/g, ' ');
  } catch {
    return '';
  }
}

async function suggest(): Promise<void> {
  await loadScript(`${root}search/index.js`);
  const { index } = window.eventwrightSearch ?? { index: undefined };
  const words = wordsOf(location.pathname);
  if (index === undefined || words === '') return;
  const results = nearResults(MiniSearch.loadJSON(index, searchOptions), words);
  const items = results.map((result) => {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = root + String(result['path']);
    link.textContent = String(result['title']);
    item.append(link, ` ${String(result['about'])}`);
    return item;
  });
  if (items.length === 0) return;
  const list = document.createElement('ul');
  list.append(...items);
  tool?.querySelector('[role="status"]')?.replaceChildren('Called much like it:', list);
}

// Without the index there is nothing to suggest; the lists are there.
suggest().catch(() => undefined);
