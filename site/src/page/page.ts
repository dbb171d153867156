import type { Event } from '../catalog/catalog.ts';
import type { Block, Line } from './block.ts';

/** One page, before it is HTML or Markdown. */
export interface Page {
  /** From the root of the site: `events/OrderPlaced.html`. */
  readonly path: string;
  readonly title: string;
  /** In one sentence: below the title, for search engines, `llms.txt` and search. */
  readonly summary: string;
  /** What of the navigation it belongs to. */
  readonly section: Section;
  /** The way down from home, without home and the page itself. */
  readonly trail: readonly Crumb[];
  /** Small words beside the title. */
  readonly badges: Line;
  readonly blocks: readonly Block[];
  /** The event that it is the page of. */
  readonly event?: Event;
  /** Where another page is about the same and newer: its path. */
  readonly canonical?: string;
  /** Path of the published site, for a page that servers show at any address. Without it, links are relative to the page. */
  readonly root?: string;
  /** Scripts that this page needs besides those of every page. */
  readonly scripts?: readonly string[];
}

export interface Crumb {
  readonly title: string;
  readonly path: string;
}

/** What of the navigation a page may belong to. */
export type Section =
  | 'home'
  | 'events'
  | 'services'
  | 'topics'
  | 'types'
  | 'fields'
  | 'flows'
  | 'map'
  | 'compatibility'
  | 'changes'
  | 'deprecations'
  | 'what-if'
  | 'owners'
  | 'glossary'
  | 'guides'
  | 'commands'
  | 'errors';
