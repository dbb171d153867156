import type { Operation, Service, Topic } from '../catalog/catalog.ts';
import { operationsWithReplies } from '../catalog/estate.ts';
import { type Block, code, commas, type Line, table } from '../page/block.ts';
import type { SiteContext } from '../site-context.ts';

interface Access {
  readonly service: string;
  readonly kind: 'topic' | 'group';
  readonly resource: string;
  readonly operations: readonly string[];
  readonly why: string;
}

/** What a broker with access control has to allow, by Kafka's names. */
export function accessTable(topic: Topic, { estate, links }: SiteContext): Block {
  return table({
    caption: `What brokers have to allow for ${topic.address}`,
    rows: estate.catalog.services.flatMap((service) => accessOf(service, topic)),
    empty: 'Nobody sends to it or receives from it.',
    columns: [
      { title: 'Service', cell: ({ service }) => [links.service(service)] },
      { title: 'Of', cell: ({ kind, resource }) => [`${kind} `, code(resource)] },
      { title: 'Allowed', cell: ({ operations }): Line => commas(operations.map((operation) => [code(operation)])) },
      { title: 'Because it', cell: ({ why }): Line => [why] },
    ],
  });
}

function accessOf(one: Service, { address, deadLetterTopic }: Topic): readonly Access[] {
  const service = one.name;
  const replies = operationsWithReplies(one).filter((operation) => !one.operations.includes(operation));
  const own = (action: Operation['action']): readonly Operation[] =>
    one.operations.filter((operation) => operation.action === action && operation.topic === address);
  const hasReply = (action: Operation['action']): boolean =>
    replies.some((reply) => reply.action === action && reply.topic === address);
  const groups = [...new Set(own('receive').map(({ group }) => group))];
  const sends: readonly Access[] =
    own('send').length === 0 && !hasReply('send')
      ? []
      : [{ service, kind: 'topic', resource: topicsOf(address), operations: ['DESCRIBE', 'WRITE'], why: 'sends' }];
  const asks: readonly Access[] = hasReply('receive')
    ? [
        {
          service,
          kind: 'topic',
          resource: topicsOf(address),
          operations: ['DESCRIBE', 'READ'],
          why: 'hears the replies to what it asks',
        },
      ]
    : [];
  if (groups.length === 0) return [...sends, ...asks];
  return [
    ...sends,
    ...asks,
    { service, kind: 'topic', resource: topicsOf(address), operations: ['DESCRIBE', 'READ'], why: 'receives' },
    ...groups.map(
      (group): Access => ({ service, kind: 'group', resource: group, operations: ['READ'], why: 'receives' }),
    ),
    ...(deadLetterTopic === undefined ? [] : [deadLetters(service, deadLetterTopic)]),
  ];
}

const deadLetters = (service: string, topic: string): Access => ({
  service,
  kind: 'topic',
  resource: topicsOf(topic),
  operations: ['DESCRIBE', 'WRITE'],
  why: 'gives up what it cannot handle',
});

/** A template stands for topics with one beginning, as access control knows them: `shop.*` for `shop.{region}.orders`. */
const topicsOf = (address: string): string => address.replace(/\{.*$/s, '*');
