import { addCopyButtons } from './copy-buttons.ts';
import { addFilters } from './filters.ts';
import { lightUpMaps } from './light-up-maps.ts';
import { openSearch } from './search-dialog.ts';
import { switchTheme } from './switch-theme.ts';

/** Where the root of the site is, as seen from the page: `../` or nothing. */
const root = document.currentScript?.dataset['root'] ?? '';

document.addEventListener('click', (event) => {
  const action = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-action]') : null;
  if (action?.dataset['action'] === 'search') openSearch(root);
  if (action?.dataset['action'] === 'theme') switchTheme();
});

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  event.preventDefault();
  openSearch(root);
});

addCopyButtons();
addFilters();
lightUpMaps();

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
