import type { Page } from './page.ts';

/** What other files tell of a page: plain data, which a thread may tell another one. */
export interface PageHead extends Pick<Page, 'path' | 'title' | 'summary' | 'canonical'> {
  /** Whether it stands at the top, with nothing but home above it. */
  readonly isOverview: boolean;
  /** Of the page of an event: the event's name, and the page as Markdown. */
  readonly event?: { readonly name: string; readonly text: string };
}

export function headOf({ path, title, summary, canonical, trail, event }: Page, markdown: string): PageHead {
  return {
    path,
    title,
    summary,
    isOverview: trail.length === 0,
    ...(canonical === undefined ? {} : { canonical }),
    // The rest of a long table, on a page of its own, is not told of the event again.
    ...(event === undefined || path.includes('~p') ? {} : { event: { name: event.name, text: markdown } }),
  };
}
