import { html } from '../html/html.ts';
import { link, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import { counted } from '../page/words.ts';
import type { SiteContext } from '../site-context.ts';

/** What servers show for what is not there. They do so at any address, so its links begin at the root of the published site. */
export function notFoundPage({ estate, settings }: SiteContext): Page {
  const { events, services, topics } = estate.catalog;
  return {
    path: '404.html',
    title: 'There is no such page',
    summary: 'It may have been renamed, or its event has gone.',
    section: 'home',
    trail: [{ title: 'Home', path: 'index.html' }],
    badges: [],
    blocks: [
      {
        kind: 'tool',
        name: 'not-found',
        html: html`<div role="status"></div>`,
        instead: ['With JavaScript, this page suggests what is called much like it.'],
      },
      text('All there is:'),
      {
        kind: 'list',
        items: [
          [link('events.html', counted(events.length, 'event'))],
          [link('services.html', counted(services.length, 'service'))],
          [link('topics.html', counted(topics.length, 'topic'))],
          [link('types.html', 'Types')],
          [link('fields.html', 'Fields')],
          [link('guides.html', 'Guides')],
          [link('errors.html', 'Errors')],
        ],
      },
    ],
    canonical: 'index.html',
    scripts: ['assets/not-found.js'],
    ...(settings.address === undefined ? {} : { root: rootOf(settings.address) }),
  };
}

/** The path of an address, with `/` at its end. */
const rootOf = (address: string): string => new URL(address.endsWith('/') ? address : `${address}/`).pathname;
