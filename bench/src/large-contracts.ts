import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const eventsPerChannel = 20;
const channelsPerApplication = 5;

/**
 * Writes contracts with so many events into the folder: one `.avsc` file of 15 fields and a nested array for each, a message
 * file for each, channels of 20 events, and applications that send to five channels and receive from one of the next. Each version
 * after the first adds a field.
 */
export async function writeLargeContracts(folder: string, events: number, versions = 1): Promise<void> {
  const files = new Map<string, string>();
  files.set(
    'eventwright.config.json',
    '{ "contracts": "asyncapi", "generate": { "typescript": { "out": "generated" } } }\n',
  );
  const channels = Math.ceil(events / eventsPerChannel);
  const applications = Math.ceil(channels / channelsPerApplication);
  for (let event = 0; event < events; event += 1) {
    for (let version = 1; version <= versions; version += 1) {
      const text = `${JSON.stringify(schema(event, version), undefined, 2)}\n`;
      files.set(`asyncapi/schemas/${schemaFile(event, version)}`, text);
    }
    files.set(`asyncapi/messages/event-${event}.yaml`, message(event, versions));
  }
  for (let channel = 0; channel < channels; channel += 1) {
    files.set(`asyncapi/channels/channel-${channel}.yaml`, channelText(channel, events));
  }
  for (let application = 0; application < applications; application += 1) {
    files.set(`asyncapi/service-${application}.yaml`, applicationText(application, { applications, channels }));
  }
  for (const directory of new Set([...files.keys()].map((path) => dirname(join(folder, path))))) {
    await mkdir(directory, { recursive: true });
  }
  for (const [path, text] of files) await writeFile(join(folder, path), text);
}

/** The path of an event's schema below `asyncapi/schemas`. */
export const schemaFile = (event: number, version = 1): string =>
  `domain-${event % 10}/event-${event}.v${version}.avsc`;

const scalarTypes = [
  'string',
  'int',
  'boolean',
  'double',
  { type: 'long', logicalType: 'timestamp-millis' },
  { type: 'string', logicalType: 'uuid' },
  ['null', 'string'],
] as const;

function schema(event: number, version: number): object {
  return {
    type: 'record',
    name: `Event${event}`,
    namespace: `bench.domain${event % 10}`,
    doc: `What happened, as number ${event} of the kinds of things that happen.`,
    fields: [
      ...Array.from({ length: 15 }, (_, index) => ({
        name: `field${index}`,
        doc: `Field ${index} of event ${event}.`,
        type: scalarTypes[index % scalarTypes.length],
        ...(index % scalarTypes.length === 6 ? { default: null } : {}),
      })),
      {
        name: 'lines',
        doc: 'Its parts, in the order given.',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: `Event${event}Line`,
            fields: [
              { name: 'sku', type: 'string' },
              { name: 'quantity', type: 'int' },
              { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 } },
            ],
          },
        },
      },
      ...Array.from({ length: version - 1 }, (_, index) => ({
        name: `since${index + 2}`,
        doc: `Since version ${index + 2}.`,
        type: ['null', 'string'],
        default: null,
      })),
    ],
  };
}

const message = (event: number, version: number): string => `name: Event${event}
title: Event ${event}
summary: Event ${event} happened.
description: Said by the service that owns it, once for each time that it happens.
contentType: application/avro
payload:
  schemaFormat: application/vnd.apache.avro;version=1.9.0
  schema:
    $ref: ../schemas/${schemaFile(event, version)}
bindings:
  kafka:
    key:
      type: string
    bindingVersion: "0.5.0"
`;

function channelText(channel: number, events: number): string {
  const first = channel * eventsPerChannel;
  const count = Math.min(eventsPerChannel, events - first);
  const messages = Array.from({ length: count }, (_, index) => first + index);
  return `address: bench.channel-${channel}
description: Channel ${channel}, in order for each key.
messages:
${messages.map((event) => `  Event${event}:\n    $ref: ../messages/event-${event}.yaml\n`).join('')}`;
}

function applicationText(application: number, { applications, channels }: Record<'applications' | 'channels', number>) {
  const own = Array.from(
    { length: channelsPerApplication },
    (_, index) => application * channelsPerApplication + index,
  );
  const sent = own.filter((channel) => channel < channels);
  const next = ((application + 1) % applications) * channelsPerApplication;
  const received = sent.includes(next) ? [] : [next];
  // The newest that Modelina knows.
  return `asyncapi: 3.0.0
info:
  title: Service ${application}
  version: 1.0.0
  description: Service ${application} of the benchmark.
defaultContentType: application/avro
channels:
${[...sent, ...received].map((channel) => `  channel${channel}:\n    $ref: ./channels/channel-${channel}.yaml\n`).join('')}operations:
${sent.map((channel) => operation(channel, 'send')).join('')}${received.map((channel) => operation(channel, 'receive')).join('')}`;
}

const operation = (channel: number, action: 'send' | 'receive'): string => `  ${action}${channel}:
    action: ${action}
    channel:
      $ref: "#/channels/channel${channel}"
`;
