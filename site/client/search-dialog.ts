import MiniSearch from 'minisearch';
import type { SearchEntry } from '../src/search/search-entry.ts';
import { searchOptions } from '../src/search/search-options.ts';
import { loadScript } from './load-script.ts';
import { nearResults } from './near-results.ts';

declare global {
  interface Window {
    /** What the scripts of the index leave behind. */
    eventwrightSearch?: { readonly index: string };
  }
}

const mostShown = 20;

/** Opens the search, or brings it to the front. */
export function openSearch(root: string): void {
  const dialog = document.querySelector<HTMLDialogElement>('dialog.search') ?? makeDialog(root);
  if (!dialog.open) dialog.showModal();
  dialog.querySelector('input')?.select();
}

function makeDialog(root: string): HTMLDialogElement {
  const dialog = document.createElement('dialog');
  dialog.className = 'search';
  dialog.setAttribute('aria-label', 'Search');
  const input = document.createElement('input');
  input.type = 'search';
  input.placeholder = 'An event, a field, a team …';
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-label', 'Search the catalogue');
  input.setAttribute('aria-controls', 'search-results');
  input.setAttribute('aria-expanded', 'false');
  const list = document.createElement('div');
  list.id = 'search-results';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Results');
  const status = document.createElement('p');
  status.className = 'note';
  status.setAttribute('role', 'status');
  dialog.append(input, status, list);
  document.body.append(dialog);
  const state: State = { root, input, list, status, index: undefined };
  input.addEventListener('input', () => void show(state));
  input.addEventListener('keydown', (event) => move(event, state));
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  void load(state).then(() => show(state));
  return dialog;
}

interface State {
  readonly root: string;
  readonly input: HTMLInputElement;
  readonly list: HTMLElement;
  readonly status: HTMLElement;
  index: MiniSearch<SearchEntry> | undefined;
}

async function load(state: State): Promise<void> {
  try {
    await loadScript(`${state.root}search/index.js`);
    const { index } = window.eventwrightSearch ?? { index: undefined };
    if (index !== undefined) state.index = MiniSearch.loadJSON<SearchEntry>(index, searchOptions);
  } catch {
    state.status.textContent = 'The index cannot be loaded: build the site again.';
  }
}

function show({ root, input, list, status, index }: State): void {
  const words = input.value.trim();
  const found = index === undefined || words === '' ? [] : index.search(words).slice(0, mostShown);
  const results = found.length > 0 || index === undefined ? found : nearResults(index, words);
  list.replaceChildren(
    ...results.map((result, position) => {
      // An option may hold nothing that can have the focus, so it is the link itself.
      const item = document.createElement('a');
      item.id = `search-result-${position}`;
      item.setAttribute('role', 'option');
      item.setAttribute('aria-selected', String(position === 0));
      item.href = root + String(result['path']);
      item.tabIndex = -1;
      const title = document.createElement('span');
      title.className = 'title';
      title.textContent = String(result['title']);
      const kind = document.createElement('span');
      kind.className = 'badge';
      kind.textContent = String(result['kind']);
      const about = document.createElement('span');
      about.className = 'note';
      about.textContent = String(result['about']);
      item.append(title, ' ', kind, ' ', about);
      return item;
    }),
  );
  input.setAttribute('aria-expanded', String(results.length > 0));
  if (results.length > 0) input.setAttribute('aria-activedescendant', 'search-result-0');
  else input.removeAttribute('aria-activedescendant');
  if (index === undefined) return;
  status.textContent =
    words === ''
      ? ''
      : found.length === 0
        ? `Nothing is called like ${words}.${results.length === 0 ? '' : ' Did you mean:'}`
        : `${results.length === mostShown ? 'The first ' : ''}${results.length} found`;
}

/** Up and down choose, Enter goes. */
function move(event: KeyboardEvent, { input, list }: State): void {
  const items = [...list.querySelectorAll('a')];
  const chosen = items.findIndex((item) => item.getAttribute('aria-selected') === 'true');
  if (event.key === 'Enter') {
    event.preventDefault();
    items[chosen]?.click();
    return;
  }
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || items.length === 0) return;
  event.preventDefault();
  const next = (chosen + step + items.length) % items.length;
  for (const [index, item] of items.entries()) item.setAttribute('aria-selected', String(index === next));
  input.setAttribute('aria-activedescendant', `search-result-${next}`);
  items[next]?.scrollIntoView({ block: 'nearest' });
}
