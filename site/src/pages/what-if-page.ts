import { html } from '../html/html.ts';
import { code, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import type { SiteContext } from '../site-context.ts';
import { eventDataName } from '../what-if/event-data.ts';

const path = 'what-if.html';

/** Change a schema and see at once whom that breaks, by the code that CI judges with. */
export function whatIfPage({ estate, paths }: SiteContext): Page {
  const { events } = estate.catalog;
  const options = events.map(({ name }) => {
    const data = eventDataName(name, paths);
    return data === name ? html`<option>${name}</option>` : html`<option value="${data}">${name}</option>`;
  });
  return {
    path,
    title: 'What if',
    summary: 'Change a schema and see whom that breaks, before anybody else does.',
    section: 'what-if',
    trail: [],
    badges: [],
    blocks: [
      text(
        'Edit the newest version of an event. The verdict is that of ',
        code('eventwright compat'),
        ', made in this page: nothing leaves it.',
      ),
      {
        kind: 'tool',
        name: 'what-if',
        html: html`<p><label>Event <select>${options}</select></label></p>
<label for="what-if-schema">Schema, as the next version</label>
<textarea id="what-if-schema" rows="22" spellcheck="false"></textarea>
<div role="status"></div>`,
        instead: [
          'This needs JavaScript. In a terminal, ',
          code('eventwright compat'),
          ' says the same of a changed file.',
        ],
      },
    ],
    scripts: ['assets/what-if.js'],
  };
}
