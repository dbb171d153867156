import type { Topic } from '../catalog/catalog.ts';
import { code, commas, type Fact, type Line, section, table, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import { retentionText } from '../page/words.ts';
import { levelInWords } from '../schema/compatibility.ts';
import type { SiteContext } from '../site-context.ts';
import { accessTable } from './access-table.ts';
import { eventTable } from './event-list.ts';
import { failureText } from './failure-text.ts';
import { liveLine } from './live-line.ts';
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
  const { estate, links, paths } = context;
  const { address, description, events } = topic;
  const groups = new Map(
    estate.catalog.services.flatMap((service) =>
      service.operations
        .filter((one) => one.action === 'receive' && one.topic === address)
        .map(({ group, failures }) => [`${group} ${service.name}`, { group, failures, service: service.name }]),
    ),
  );
  const live = liveLine(address, 'Watch it live', context);
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
      ...(live.length === 0 ? [] : [text(...live)]),
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
            { title: 'Where it fails', cell: ({ failures }) => [failureText(failures)] },
          ],
        }),
      ),
      ...section('access', 'Who has to be let in', accessTable(topic, context)),
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
    ...(deadLetterTopic === undefined
      ? []
      : [{ term: 'Dead letters', line: deadLetterLine(deadLetterTopic, context) }]),
    { term: 'Owner', line: [context.links.owner(owner)] },
    { term: 'Contract', line: placeLine(place, context) },
    ...entries.map(([name, value]): Fact => ({ term: name, line: [code(value)] satisfies Line })),
  ];
}

function deadLetterLine(topic: string, context: SiteContext): Line {
  const live = liveLine(topic, 'watch them live', context);
  return [code(topic), ...(live.length === 0 ? [] : [': ', ...live])];
}
