import type { Catalog, Event, Service } from '../../src/index.ts';
import { smallCatalog } from '../../src/testing/small-catalog.ts';
import { anyEvent, anyService } from './models.ts';

/** Runs where it becomes markup; tests look for what it leaves behind. */
export const attack = `</script></textarea></title><img src=x onerror="window.attacked=1"><svg onload="window.attacked=1">'"`;

const place = { file: `asyncapi/${attack}.yaml`, line: 1 };
const long = 'A'.repeat(200);
const unicode = 'Bestellung.größe/日本語 🎉';
const turned = '\u202egnp.egami\u202c';

/** Of Avro's names only these may have what they like: types of others are kept by the codec's rules. */
const names = { attack, long, unicode, turned, dots: '../../etc/passwd', case: 'orderplaced' };

const manyFields = Array.from({ length: 300 }, (_, index) => ({
  name: `${'veryLongFieldName'.repeat(4)}${index}`,
  type: ['null', 'string'],
  default: null,
  doc: index === 0 ? attack : `Field ${index}.`,
}));

const schemas: Readonly<Record<string, object>> = {
  'shop.Many': { type: 'record', name: 'shop.Many', doc: attack, fields: manyFields },
  'shop.Tree': {
    type: 'record',
    name: 'shop.Tree',
    fields: [
      { name: 'children', type: { type: 'array', items: 'shop.Tree' } },
      { name: 'parent', type: ['null', 'shop.Tree'], default: null },
      { name: 'text', type: 'string', default: attack, aliases: ['words'] },
    ],
  },
  [`shop.${long}`]: { type: 'record', name: `shop.${long}`, fields: [{ name: long, type: 'string', doc: long }] },
};

const event = (name: string, schema: string): Event => ({
  ...anyEvent,
  name,
  title: attack,
  description: `${attack}\n\n[a](javascript:window.attacked=1) <b onclick="window.attacked=1">b</b> ${long}`,
  owner: names.unicode,
  domain: 'shop',
  deprecated: { text: attack, since: attack, replacedBy: undefined, removeAfter: attack },
  schema,
  version: 1,
  key: 'string',
  headers: [{ name: attack, description: attack, type: 'string', required: true, values: [attack, 1] }],
  examples: [{ name: attack, summary: attack, payload: { text: attack, children: [], parent: null } }],
  place,
});

const events: readonly Event[] = [
  ...Object.values(names).map((name) => event(name, 'shop.Tree')),
  event('Many', 'shop.Many'),
  event('Long', `shop.${long}`),
].sort((a, b) => (a.name < b.name ? -1 : 1));

const service = (name: string, action: 'send' | 'receive'): Service => ({
  ...anyService,
  name,
  title: name,
  version: attack,
  description: attack,
  owner: names.attack,
  servers: [{ name: attack, host: attack, protocol: attack }],
  operations: [
    {
      id: attack,
      action,
      summary: attack,
      topic: unicode,
      events: events.map((one) => one.name),
      group: attack,
      reply: undefined,
      failures: { attempts: 1, later: [1_000], timeout: 5_000, errors: [[attack, attack]] },
      place,
    },
  ],
  place,
});

/** Names and texts as nobody would write them who means well, or has read no style guide. */
export const hostileCatalog: Catalog = {
  ...smallCatalog,
  title: attack,
  description: attack,
  services: [service(attack, 'send'), service(long, 'receive'), service(turned, 'receive')],
  topics: smallCatalog.topics.map((topic) => ({
    ...topic,
    address: unicode,
    description: attack,
    owner: long,
    deadLetterTopic: long,
    config: { [attack]: attack },
    events: events.map((one) => one.name),
    place,
  })),
  events,
  schemas: Object.entries(schemas).map(([name, schema]) => ({
    name,
    version: 1,
    text: JSON.stringify(schema),
    released: true,
    place,
  })),
  uses: events.map((one) => ({
    event: one.name,
    part: 'value',
    path: 'text',
    access: 'reads',
    except: [],
    services: [attack],
    repository: undefined,
    code: attack,
    file: attack,
    line: 1,
  })),
  guides: [{ name: attack, title: attack, markdown: `# ${attack}\n\n${attack}\n\n    ${long}\n` }],
  rules: [
    {
      id: long,
      kind: attack,
      what: attack,
      why: attack,
      cure: attack,
      bad: [{ title: attack, text: attack }],
      good: [],
    },
  ],
  releases: [
    {
      name: attack,
      date: '2026-11-21',
      changes: [{ kind: 'changed', part: 'event', name: attack, text: attack, breaking: true }],
    },
  ],
};
