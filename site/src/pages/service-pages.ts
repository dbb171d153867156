import type { Operation, OperationReply, Service } from '../catalog/catalog.ts';
import { operationsWithReplies } from '../catalog/estate.ts';
import { type Block, code, commas, type Fact, type Line, none, section, table } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import { counted } from '../page/words.ts';
import type { SiteContext } from '../site-context.ts';
import { contactText } from './contact-text.ts';
import { failureText } from './failure-text.ts';
import { placeLine } from './place-line.ts';

export function servicePages(context: SiteContext): readonly Page[] {
  const { services } = context.estate.catalog;
  return [listPage(services, context), ...services.map((service) => servicePage(service, context))];
}

function listPage(services: readonly Service[], { links }: SiteContext): Page {
  const count = (service: Service, action: Operation['action']): Line => [
    String(new Set(service.operations.filter((one) => one.action === action).flatMap(({ events }) => events)).size),
  ];
  return {
    path: 'services.html',
    title: 'Services',
    summary: 'Every service with what it sends and receives.',
    section: 'services',
    trail: [],
    badges: [],
    blocks: [
      table({
        caption: 'Services',
        rows: services,
        empty: 'There are none.',
        isFiltered: true,
        columns: [
          { title: 'Service', cell: ({ name }) => [links.service(name)] },
          {
            title: 'Meaning',
            cell: ({ description }) => [description.split(/\n\s*\n/)[0]?.replaceAll(/\s+/g, ' ') ?? ''],
          },
          { title: 'Sends', isNumber: true, cell: (service) => count(service, 'send') },
          { title: 'Receives', isNumber: true, cell: (service) => count(service, 'receive') },
          { title: 'Owner', cell: ({ owner }) => [links.owner(owner)] },
        ],
      }),
    ],
  };
}

function servicePage(service: Service, context: SiteContext): Page {
  const { paths } = context;
  const { name, title, description, operations } = service;
  const sends = operations.filter(({ action }) => action === 'send');
  const receives = operations.filter(({ action }) => action === 'receive');
  return {
    path: paths.service(name),
    title,
    summary: `${title} ${sends.length === 0 ? 'sends nothing' : `sends ${counted(eventCount(sends), 'event')}`} and receives ${receives.length === 0 ? 'none' : eventCount(receives).toLocaleString('en')}.`,
    section: 'services',
    trail: [{ title: 'Services', path: 'services.html' }],
    badges: [],
    blocks: [
      ...(description === '' ? [] : [{ kind: 'prose', markdown: description } as const]),
      { kind: 'facts', facts: factsOf(service, context) },
      neighbours(service, context),
      ...section('sends', 'Sends', operationTable('What it sends', sends, context)),
      ...section('receives', 'Receives', operationTable('What it receives', receives, context)),
      ...section('versions', 'Versions', versionTable(service, context)),
      ...section('terminal', 'In a terminal', terminalBlock(service)),
    ],
  };
}

const eventCount = (operations: readonly Operation[]): number =>
  new Set(operations.flatMap(({ events }) => events)).size;

function factsOf({ name, version, owner, contact, servers, place }: Service, context: SiteContext): readonly Fact[] {
  return [
    { term: 'Name', line: [code(name)] },
    { term: 'Version', line: [version] },
    { term: 'Owner', line: [context.links.owner(owner)] },
    ...(contact === undefined ? [] : [{ term: 'Contact', line: [contactText(contact)] }]),
    { term: 'Contract', line: placeLine(place, context) },
    ...servers.map((server) => ({
      term: `Broker ${server.name}`,
      line: [code(server.host), ` by ${server.protocol}`],
    })),
  ];
}

/** Services one step up and down the stream of events. */
function neighbours(self: Service, { estate, links }: SiteContext): Block {
  const { name, title } = self;
  const of = (action: Operation['action']): readonly Line[] => {
    const own = operationsWithReplies(self).filter((one) => one.action === action);
    const flows = own.flatMap(({ events, topic }) =>
      events.flatMap((event) => {
        const { senders, receivers } = estate.flowsOf(event);
        return (action === 'send' ? receivers : senders)
          .filter(({ operation }) => operation.topic === topic)
          .map(({ service }) => ({ service: service.name, event }));
      }),
    );
    const byService = Map.groupBy(flows, ({ service }) => service);
    return [...byService]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([service, list]) => [
        links.service(service),
        ': ',
        ...commas([...new Set(list.map(({ event }) => event))].map((event) => [links.event(event)])),
      ]);
  };
  return {
    kind: 'columns',
    label: `Neighbours of ${title}`,
    columns: [
      { title: 'Hears from', items: of('receive'), empty: 'Nobody.' },
      { title: 'This service', items: [[name]], empty: '' },
      { title: 'Is heard by', items: of('send'), empty: 'Nobody.' },
    ],
  };
}

function operationTable(caption: string, operations: readonly Operation[], context: SiteContext): Block {
  const { links } = context;
  return table({
    caption,
    rows: operations,
    empty: 'Nothing.',
    columns: [
      { title: 'Operation', cell: ({ id }) => [code(id)] },
      { title: 'Meaning', cell: ({ summary }) => [summary] },
      { title: 'Events', cell: ({ events }) => commas(events.map((event) => [links.event(event)])) },
      { title: 'Topic', cell: ({ topic }) => [links.topic(topic)] },
      ...(operations.some(({ action }) => action === 'receive')
        ? [
            { title: 'Group', cell: ({ group }: Operation) => [code(group)] },
            { title: 'Where it fails', cell: ({ failures }: Operation) => [failureText(failures)] },
          ]
        : []),
      ...(operations.some(({ reply }) => reply !== undefined)
        ? [{ title: 'Reply', cell: ({ reply }: Operation) => replyLine(reply, context) }]
        : []),
      { title: 'Contract', cell: ({ place }) => placeLine(place, context) },
    ],
  });
}

function replyLine(reply: OperationReply | undefined, { links }: SiteContext): Line {
  if (reply === undefined) return [none('none')];
  return [...commas(reply.events.map((event) => [links.event(event)])), ' over ', links.topic(reply.topic)];
}

/** What the client of a service writes and reads: it is made of the newest version that the contract names. */
function versionTable(service: Service, { estate, links }: SiteContext): Block {
  const { name } = service;
  const rows = operationsWithReplies(service).flatMap(({ action, events }) =>
    events.flatMap((event) => {
      const known = estate.event(event);
      return known === undefined ? [] : [{ action, event: known }];
    }),
  );
  return table({
    caption: `Versions that the client of ${name} is made of`,
    rows,
    empty: 'It has no events.',
    columns: [
      { title: 'Event', cell: ({ event }) => [links.event(event.name)] },
      { title: 'Version', cell: ({ event }) => [links.version(event.name, event.version)] },
      { title: 'Which it', cell: ({ action }): Line => [action === 'send' ? 'writes' : 'reads by'] },
      {
        title: 'Older ones',
        cell: ({ action, event }): Line => {
          const older = estate.versionsOf(event.schema).filter(({ version }) => version < event.version);
          if (older.length === 0) return ['there are none'];
          return [
            action === 'send' ? 'may be written by ' : 'reads what was written by ',
            ...commas(older.map(({ version }) => [links.version(event.name, version)])),
            action === 'send' ? ', pinned' : '',
          ];
        },
      },
    ],
  });
}

/** What can be done about this service by the command. */
function terminalBlock({ name, operations }: Service): Block {
  const groups = [...new Set(operations.filter(({ action }) => action === 'receive').map(({ group }) => group))].sort();
  const lines = [
    `eventwright generate --only ${shellText(`${name}.ts`)}`,
    ...groups.map((group) => `eventwright dead-letters list --group ${shellText(group)} --brokers 127.0.0.1:9092`),
  ];
  return { kind: 'code', language: 'shell', caption: `Commands about ${name}`, text: lines.join('\n') };
}

/** As one word of a shell. */
const shellText = (text: string): string => (/^[\w./@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
