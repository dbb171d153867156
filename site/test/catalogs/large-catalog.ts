import type { Catalog, Event, SchemaVersion, Service, Topic } from '../../src/index.ts';
import { emptyCatalog } from './empty-catalog.ts';
import { anyEvent, anyService, anyTopic } from './models.ts';

const eventsPerTopic = 20;
const topicsPerService = 5;

/** So many events with so many versions each, on topics of 20 events, from services of five topics. */
export function largeCatalog(events: number, versions: number): Catalog {
  const numbers = Array.from({ length: events }, (_, index) => index);
  const topics = Math.ceil(events / eventsPerTopic);
  const services = Math.ceil(topics / topicsPerService);
  return {
    ...emptyCatalog,
    title: 'A large estate',
    description: `${events} events.`,
    services: byName(Array.from({ length: services }, (_, index) => service(index, { services, topics, events }))),
    topics: Array.from({ length: topics }, (_, index) => topic(index, events)).sort((a, b) =>
      a.address < b.address ? -1 : 1,
    ),
    events: byName(numbers.map((number) => event(number, versions))),
    schemas: numbers.flatMap((number) =>
      Array.from({ length: versions }, (_, index) => version(number, index + 1, versions)),
    ),
    uses: numbers.map((number) => ({
      event: eventName(number),
      part: 'value',
      path: 'field0',
      access: 'reads',
      except: [],
      services: [`service-${(serviceOf(number) + services - 1) % services}`],
      repository: undefined,
      code: 'event.value.field0',
      file: `services/service-${number}/src/main.ts`,
      line: 7,
    })),
  };
}

const byName = <T extends { readonly name: string }>(list: readonly T[]): readonly T[] =>
  list.toSorted((a, b) => (a.name < b.name ? -1 : 1));

const eventName = (number: number): string => `Event${number}`;
const serviceOf = (number: number): number => Math.floor(number / eventsPerTopic / topicsPerService);
const place = (file: string): { file: string; line: number } => ({ file: `asyncapi/${file}`, line: 3 });

function eventsOf(topicNumber: number, events: number): readonly string[] {
  const first = topicNumber * eventsPerTopic;
  return Array.from({ length: Math.min(eventsPerTopic, events - first) }, (_, index) => eventName(first + index));
}

function service(
  number: number,
  { services, topics, events }: Readonly<Record<'services' | 'topics' | 'events', number>>,
): Service {
  const own = Array.from({ length: topicsPerService }, (_, index) => number * topicsPerService + index);
  const next = ((number + 1) % services) * topicsPerService;
  const operation = (action: 'send' | 'receive', topicNumber: number): Service['operations'][number] => ({
    id: `${action}${topicNumber}`,
    action,
    summary: `About topic ${topicNumber}.`,
    topic: `estate.topic-${topicNumber}`,
    events: eventsOf(topicNumber, events),
    group: `service-${number}`,
    failures: undefined,
    reply: undefined,
    place: place(`service-${number}.yaml`),
  });
  return {
    ...anyService,
    name: `service-${number}`,
    title: `Service ${number}`,
    version: '1.0.0',
    description: `The service ${number}.`,
    owner: `team-${number % 7}`,
    servers: [],
    operations: [
      ...own.filter((one) => one < topics).map((one) => operation('send', one)),
      ...(own.includes(next) ? [] : [operation('receive', next)]),
    ],
    place: place(`service-${number}.yaml`),
  };
}

const topic = (number: number, events: number): Topic => ({
  ...anyTopic,
  address: `estate.topic-${number}`,
  description: `Topic ${number}.`,
  owner: `team-${Math.floor(number / topicsPerService) % 7}`,
  partitions: 6,
  replicas: 3,
  config: { 'retention.ms': '604800000' },
  compatibility: 'BACKWARD_TRANSITIVE',
  deadLetterTopic: `estate.topic-${number}.dlt`,
  events: eventsOf(number, events),
  place: place(`channels/topic-${number}.yaml`),
});

const event = (number: number, newest: number): Event => ({
  ...anyEvent,
  name: eventName(number),
  title: `Event ${number}`,
  description: `What happened, as number ${number} of the kinds of things that happen. More is to be said of it.`,
  owner: `team-${serviceOf(number) % 7}`,
  domain: `estate.domain${number % 10}`,
  deprecated: undefined,
  schema: `estate.domain${number % 10}.${eventName(number)}`,
  version: newest,
  key: 'string',
  headers: [],
  examples: [],
  place: place(`messages/event-${number}.yaml`),
});

const types = [
  'string',
  'int',
  'boolean',
  'double',
  { type: 'long', logicalType: 'timestamp-millis' },
  { type: 'string', logicalType: 'uuid' },
];

function version(number: number, one: number, newest: number): SchemaVersion {
  const name = `estate.domain${number % 10}.${eventName(number)}`;
  const field = (index: number): object => ({
    name: `field${index}`,
    type: types[index % types.length],
    doc: `Field ${index} of event ${number}.`,
  });
  return {
    name,
    version: one,
    text: JSON.stringify({
      type: 'record',
      name,
      fields: [
        ...Array.from({ length: 15 }, (_, index) => field(index)),
        {
          name: 'lines',
          type: {
            type: 'array',
            items: { type: 'record', name: `${eventName(number)}Line`, fields: [field(0), field(1)] },
          },
        },
        ...Array.from({ length: one - 1 }, (_, index) => ({
          name: `added${index}`,
          type: ['null', 'string'],
          default: null,
          doc: `Since version ${index + 2}.`,
        })),
      ],
    }),
    released: one < newest,
    place: place(`schemas/event-${number}.v${one}.avsc`),
  };
}
