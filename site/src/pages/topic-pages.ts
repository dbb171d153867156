import type { Topic } from '../catalog/catalog.ts';
import { code, commas, type Fact, type Line, section, table, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import { retentionText } from '../page/words.ts';
import { levelInWords } from '../schema/compatibility.ts';
import type { SiteContext } from '../site-context.ts';
import { eventTable } from './event-list.ts';
import { placeLine } from './place-line.ts';

export function topicPages(context: SiteContext): readonly Page[] {
  const { topics } = context.estate.catalog;
  return [listPage(topics, context), ...topics.map((topic) => topicPage(topic, context))];
}

function listPage(topics: readonly Topic[], { links }: SiteContext): Page {
  return {
    path: 'topics.html',
    title: 'Topics',
    summary: 'Every topic with the events that it carries.',
    section: 'topics',
    trail: [],
    badges: [],
    blocks: [
      table({
        caption: 'Topics',
        rows: topics,
        empty: 'There are none.',
        isFiltered: true,
        columns: [
          { title: 'Topic', cell: ({ address }) => [links.topic(address)] },
          { title: 'Events', cell: ({ events }) => commas(events.map((event) => [links.event(event)])) },
          { title: 'Partitions', isNumber: true, cell: ({ partitions }) => [String(partitions)] },
          { title: 'Owner', cell: ({ owner }) => [links.owner(owner)] },
        ],
      }),
    ],
  };
}

function topicPage(topic: Topic, context: SiteContext): Page {
  const { estate, links, paths, settings } = context;
  const { address, description, events } = topic;
  const groups = new Map(
    estate.catalog.services.flatMap((service) =>
      service.operations
        .filter((one) => one.action === 'receive' && one.topic === address)
        .map(({ group }) => [`${group} ${service.name}`, { group, service: service.name }]),
    ),
  );
  const live = settings.console?.replace('{topic}', encodeURIComponent(address));
  return {
    path: paths.topic(address),
    title: address,
    summary: `The topic ${address} and the events that it carries.`,
    section: 'topics',
    trail: [{ title: 'Topics', path: 'topics.html' }],
    badges: [],
    blocks: [
      ...(description === '' ? [] : [{ kind: 'prose', markdown: description } as const]),
      { kind: 'facts', facts: factsOf(topic, context) },
      ...(live === undefined ? [] : [text({ kind: 'leave', address: live, text: 'Watch it live' })]),
      ...section(
        'events',
        'Events',
        eventTable(
          events.flatMap((name) => estate.event(name) ?? []),
          `Events of ${address}`,
          context,
        ),
      ),
      ...section(
        'groups',
        'Consumer groups',
        table({
          caption: `Consumer groups of ${address}`,
          rows: [...groups.values()],
          empty: 'Nobody receives from it.',
          columns: [
            { title: 'Group', cell: ({ group }) => [code(group)] },
            { title: 'Service', cell: ({ service }) => [links.service(service)] },
          ],
        }),
      ),
    ],
  };
}

function factsOf(topic: Topic, context: SiteContext): readonly Fact[] {
  const { partitions, replicas, config, compatibility, deadLetterTopic, owner, place } = topic;
  const entries = Object.entries(config);
  return [
    {
      term: 'Partitions',
      line: [`${partitions}, on ${replicas} ${replicas === 1 ? 'broker' : 'brokers'} each${retentionText(config)}`],
    },
    { term: 'Compatibility', line: [code(compatibility), `: ${levelInWords[compatibility]}`] },
    ...(deadLetterTopic === undefined ? [] : [{ term: 'Dead letters', line: [code(deadLetterTopic)] satisfies Line }]),
    { term: 'Owner', line: [context.links.owner(owner)] },
    { term: 'Contract', line: placeLine(place, context) },
    ...entries.map(([name, value]): Fact => ({ term: name, line: [code(value)] satisfies Line })),
  ];
}
