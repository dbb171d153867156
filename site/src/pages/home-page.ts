import { type Block, link, section, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import { counted } from '../page/words.ts';
import type { SiteContext } from '../site-context.ts';
import { releaseBlocks, releaseTitle } from './changes-page.ts';
import { coverageFacts } from './coverage-facts.ts';
import { mapFigure, serviceEdges } from './map-page.ts';

/** Of the newest release; the rest stands on its page. */
const mostChanges = 12;

/** Where everybody comes in: what there is, where to start, what is new. */
export function homePage(context: SiteContext): Page {
  const { catalog } = context.estate;
  const { title, description, events, services, topics, releases } = catalog;
  const [newest] = releases.filter(({ changes }) => changes.length > 0);
  return {
    path: 'index.html',
    title,
    summary: description,
    section: 'home',
    trail: [],
    badges: [],
    blocks: [
      text(
        `${counted(services.length, 'service')} speak to each other by `,
        link('events.html', counted(events.length, 'event')),
        ` over `,
        link('topics.html', counted(topics.length, 'topic')),
        '.',
      ),
      startingPoints,
      ...section(
        'map',
        'Who speaks to whom',
        ...mapFigure(context, serviceEdges(context)),
        text(link('map.html', 'As a table'), ', with the events.'),
      ),
      ...(newest === undefined
        ? []
        : section(
            'changes',
            `Changes: ${releaseTitle(newest)}`,
            ...releaseBlocks(newest, context, mostChanges),
            text(link('changes.html', 'All releases'), '.'),
          )),
      ...section('coverage', 'How well it is documented', coverageFacts(catalog, context.estate)),
    ],
  };
}

const startingPoints: Block = {
  kind: 'columns',
  label: 'Where to start',
  columns: [
    {
      title: 'Receive an event',
      items: [[link('events.html', 'Find it'), ', see its fields and examples, copy the code.']],
      empty: '',
    },
    {
      title: 'Send an event',
      items: [[link('topics.html', 'See what there is'), ', then describe yours; the guides tell how.']],
      empty: '',
    },
    {
      title: 'Change an event',
      items: [[link('what-if.html', 'Try the change'), ': who breaks, and how not to break them.']],
      empty: '',
    },
  ],
};
