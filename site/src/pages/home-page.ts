import { type Block, link, section, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import { counted } from '../page/words.ts';
import { fieldRows } from '../schema/field-rows.ts';
import type { SiteContext } from '../site-context.ts';
import { releaseBlocks, releaseTitle } from './changes-page.ts';
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
      ...section('coverage', 'How well it is documented', coverage(context)),
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

/** What has words, of what should have some. */
function coverage({ estate }: SiteContext): Block {
  const { events, services, topics } = estate.catalog;
  const fields = events.flatMap(({ schema }) => {
    const newest = estate.versionsOf(schema).at(-1);
    return newest === undefined ? [] : fieldRows(newest.schema);
  });
  const rows = [
    { term: 'Events with a description', list: events.map(({ description }) => description !== '') },
    { term: 'Events with an owner', list: events.map(({ owner }) => owner !== undefined) },
    { term: 'Events with an example', list: events.map(({ examples }) => examples.length > 0) },
    { term: 'Fields with a doc', list: fields.map(({ field }) => (field.doc ?? '') !== '') },
    { term: 'Services with a description', list: services.map(({ description }) => description !== '') },
    { term: 'Topics with an owner', list: topics.map(({ owner }) => owner !== undefined) },
  ];
  const facts = rows.map(({ term, list }) => {
    const have = list.filter(Boolean).length;
    const missing = have === list.length ? '' : ` (${counted(list.length - have, 'is', 'are')} missing)`;
    return { term, line: [shareText(have, list.length), missing] };
  });
  const all = rows.flatMap(({ list }) => list);
  const whole = {
    term: 'In all',
    line: [{ kind: 'strong', text: shareText(all.filter(Boolean).length, all.length) }],
  } as const;
  return { kind: 'facts', facts: [whole, ...facts] };
}

/** Rounded down: all of it is only what lacks nothing. */
const shareText = (have: number, of: number): string => `${of === 0 ? 100 : Math.floor((100 * have) / of)} %`;
