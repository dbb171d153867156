import type { AvroType } from './contracts-of-shop.ts';

/** A change of an event's schema, and the level that its topic has. */
export interface ChangeCase {
  readonly event: string;
  readonly level: (typeof levels)[number];
  readonly before: AvroType;
  readonly after: AvroType;
}

export const levels = ['BACKWARD', 'FORWARD', 'FULL', 'BACKWARD_TRANSITIVE'] as const;

interface OpenField {
  readonly name: string;
  readonly type: unknown;
  readonly default?: unknown;
  readonly aliases?: readonly string[];
}

const id: OpenField = { name: 'id', type: 'string' };
const field = (type: unknown, more: Partial<OpenField> = {}): readonly OpenField[] => [{ name: 'f', type, ...more }];
const word = (...symbols: readonly string[]): object => ({ type: 'enum', name: 'Word', symbols });
const inner = (...fields: readonly OpenField[]): object => ({ type: 'record', name: 'Inner', fields });
const decimal = (precision: number, scale: number): object => ({
  type: 'bytes',
  logicalType: 'decimal',
  precision,
  scale,
});

/** Fields of an event beside its id, in two states; each pair is a case in both directions. */
const pairs: readonly (readonly [readonly OpenField[], readonly OpenField[]])[] = [
  [[], field('string')],
  [[], field('string', { default: '' })],
  [[], field(['null', 'string'], { default: null })],
  [field('int'), field('long')],
  [field('int'), field('string')],
  [field('float'), field('double')],
  [field('string'), field('bytes')],
  [field('int'), field(['null', 'int'])],
  [field(['null', 'int'], { default: null }), field(['null', 'long'], { default: null })],
  [field(['int', 'string']), field(['string', 'int'])],
  [field(['int', 'string']), field(['int', 'string', 'boolean'])],
  [field(word('A', 'B')), field(word('A', 'B', 'C'))],
  [field(word('A', 'B')), field(word('B', 'A'))],
  [field({ ...word('A', 'B'), default: 'A' }), field({ ...word('A', 'B', 'C'), default: 'A' })],
  [field({ type: 'fixed', name: 'Hash', size: 8 }), field({ type: 'fixed', name: 'Hash', size: 16 })],
  [field({ type: 'array', items: 'int' }), field({ type: 'array', items: 'long' })],
  [field({ type: 'array', items: 'int' }), field({ type: 'map', values: 'int' })],
  [field({ type: 'map', values: 'string' }), field({ type: 'map', values: ['null', 'string'] })],
  [field(inner(id)), field(inner(id, { name: 'more', type: 'int', default: 0 }))],
  [field(inner(id)), field(inner(id, { name: 'more', type: 'int' }))],
  [field('string'), [{ name: 'g', type: 'string', aliases: ['f'] }]],
  [field('string'), [{ name: 'g', type: 'string' }]],
  [field(decimal(10, 2)), field(decimal(12, 2))],
  [field(decimal(10, 2)), field(decimal(10, 3))],
  [field({ type: 'long', logicalType: 'timestamp-millis' }), field({ type: 'long', logicalType: 'timestamp-micros' })],
  [field({ type: 'string', logicalType: 'uuid' }), field('string')],
];

export const changeCases: readonly ChangeCase[] = pairs
  .flatMap(([one, other]) => [
    { before: one, after: other },
    { before: other, after: one },
  ])
  .map(({ before, after }, index) => ({
    event: `Case${index}`,
    level: levels[(index >> 1) % levels.length] ?? 'BACKWARD',
    before: recordOf(index, before),
    after: recordOf(index, after),
  }));

function recordOf(index: number, fields: readonly OpenField[]): AvroType {
  const schema: AvroType = JSON.parse(
    JSON.stringify({ type: 'record', name: `Case${index}`, namespace: `cases.c${index}`, fields: [id, ...fields] }),
  );
  return schema;
}

/** A project with each case as an event of version 1, on topics of their levels, from one service to another. */
export function projectOfCases(): Readonly<Record<string, string>> {
  const files: Record<string, string> = {
    'eventwright.config.json': '{ "contracts": "asyncapi" }\n',
    'asyncapi/sender.yaml': application('Sender', 'send'),
    'asyncapi/receiver.yaml': application('Receiver', 'receive'),
  };
  for (const level of levels) files[`asyncapi/channels/${level}.yaml`] = channelOf(level, 1);
  for (const { event, before } of changeCases) {
    files[`asyncapi/schemas/${event.toLowerCase()}.v1.avsc`] = `${JSON.stringify(before, undefined, 2)}\n`;
  }
  return files;
}

/** What is added and changed when each case becomes version 2. */
export function changesOfCases(): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const level of levels) files[`asyncapi/channels/${level}.yaml`] = channelOf(level, 2);
  for (const { event, after } of changeCases) {
    files[`asyncapi/schemas/${event.toLowerCase()}.v2.avsc`] = `${JSON.stringify(after, undefined, 2)}\n`;
  }
  return files;
}

const application = (title: string, action: string): string => `asyncapi: 3.1.0
info: { title: ${title}, version: 1.0.0 }
channels:
${levels.map((level) => `  ${level}: { $ref: ./channels/${level}.yaml }\n`).join('')}operations:
${levels.map((level) => `  ${action}${level}: { action: ${action}, channel: { $ref: '#/channels/${level}' } }\n`).join('')}`;

const channelOf = (level: string, version: number): string => `address: cases.${level.toLowerCase()}
x-compatibility: ${level}
messages:
${changeCases
  .filter((one) => one.level === level)
  .map(
    ({ event }) => `  ${event}:
    name: ${event}
    bindings: { kafka: { key: { type: string } } }
    payload:
      schemaFormat: application/vnd.apache.avro;version=1.9.0
      schema: { $ref: ../schemas/${event.toLowerCase()}.v${version}.avsc }
`,
  )
  .join('')}`;
