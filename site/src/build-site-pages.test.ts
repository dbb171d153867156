import { describe, expect, it } from 'vitest';
import { buildSite } from './build-site.ts';
import type { Catalog, Release } from './catalog/catalog.ts';
import { smallCatalog } from './testing/small-catalog.ts';

const textsOf = (catalog: Catalog, address?: string): ReadonlyMap<string, string> =>
  new Map(buildSite(catalog, address === undefined ? {} : { address }).map(({ path, text }) => [path, text]));

const releases: readonly Release[] = [
  {
    name: undefined,
    date: undefined,
    changes: [{ kind: 'added', part: 'service', name: 'billing', text: 'the application', breaking: false }],
  },
  {
    name: 'v1.1',
    date: '2026-11-20',
    changes: [
      { kind: 'deprecated', part: 'event', name: 'OrderPlaced', text: 'use OrderTaken', breaking: false },
      { kind: 'removed', part: 'schema', name: 'shop.OrderPlaced', text: 'the field was removed', breaking: true },
    ],
  },
];

const deprecated: Catalog = {
  ...smallCatalog,
  releases,
  events: smallCatalog.events.map((event) => ({
    ...event,
    deprecated: { text: '', since: '1.1', replacedBy: 'OrderTaken', removeAfter: '2026-12-01' },
  })),
};

describe('pages of what changes', () => {
  const texts = textsOf(deprecated);

  it('tell releases one by one, what breaks first, and each event what happened to it', () => {
    expect(texts.get('changes/v1.1.md')).toMatch(
      /the field was removed \| breaking \|\n.*use OrderTaken \| deprecated \|/,
    );
    expect(texts.get('changes.md')).toContain('## v1.1, 2026-11-20');
    expect(texts.get('changes/unreleased.md')).toContain('the application');
    const changelog = texts.get('events/OrderPlaced.md')?.split('## Changelog')[1];
    expect(changelog).toContain('v1.1, 2026-11-20');
    expect(changelog).not.toContain('the application');
    expect(texts.get('feed.xml')).toContain('Breaking: schema shop.OrderPlaced: the field was removed');
  });

  it('count the days to the end of what is deprecated from the date of the catalogue, and name who has to move', () => {
    expect(texts.get('deprecations.md')).toContain(
      '| [OrderPlaced](events/OrderPlaced.md) | 1.1 | OrderTaken | 2026-12-01 10 days left |  | [billing](services/billing.md) |',
    );
    expect(texts.get('events/OrderPlaced.md')).toContain(
      '> Deprecated since 1.1: use OrderTaken. It may be gone after 2026-12-01 10 days left. Still received by [billing](../services/billing.md).',
    );
    expect(texts.get('owners/shop-team.md')).toContain('10 days left');
  });

  it('name who is to be deployed, and in which order', () => {
    const [first, second] = smallCatalog.schemas;
    if (first === undefined || second === undefined) throw new Error('no two versions');
    const steps = (schemas: Catalog['schemas']): string =>
      textsOf({ ...smallCatalog, schemas })
        .get('events/OrderPlaced/v1-v2.md')
        ?.split('## To do')[1] ?? '';
    expect(steps(smallCatalog.schemas)).toContain(
      '2. Producers fill `shop.OrderPlaced.note`; until they do, its default is read.\n3. Deploy in any order the consumers: [billing](../../services/billing.md); the producers: [storefront](../../services/storefront.md).',
    );
    // Without a default, what is older cannot be read.
    const required = { ...second, text: second.text.replace(',"default":null', '') };
    expect(required.text).not.toBe(second.text);
    expect(steps([first, required])).toMatch(
      /3\. Deploy the producers: .*\n4\. Once nothing old is left on the topic, deploy the consumers/,
    );
  });

  it('say where their history comes from, where there is none', () => {
    expect(textsOf(smallCatalog).get('changes.md')).toContain('Nothing was released yet.');
  });
});

describe('pages beside those of the contracts', () => {
  const texts = textsOf(smallCatalog);

  it('give code that sends the event, with its client', () => {
    expect(texts.get('events/OrderPlaced.md')).toContain(
      "To send it with the client of [storefront](../services/storefront.md):\n\nSend OrderPlaced:\n\n```typescript\nimport type { StorefrontClient } from '@shop/contracts/storefront';",
    );
  });

  it('tell who answers a request, and that who asks hears it', () => {
    const asking: Catalog = {
      ...smallCatalog,
      services: smallCatalog.services.map((service) => ({
        ...service,
        operations: service.operations.map((operation) => ({
          ...operation,
          events: ['OrderPlaced'],
          reply: { topic: 'shop.answers', events: ['OrderAnswered'] },
        })),
      })),
      events: [...smallCatalog.events.map((event) => ({ ...event, name: 'OrderAnswered' })), ...smallCatalog.events],
      topics: [
        ...smallCatalog.topics.map((topic) => ({ ...topic, address: 'shop.answers', events: ['OrderAnswered'] })),
        ...smallCatalog.topics,
      ],
    };
    const pages = textsOf(asking);
    const answered = pages.get('events/OrderAnswered.md') ?? '';
    expect(answered).toContain('**Sent by**\n\n- [billing](../services/billing.md) As the reply to OrderPlaced.');
    expect(answered).toContain(
      '**Received by**\n\n- [storefront](../services/storefront.md) As the reply to OrderPlaced.',
    );
    expect(pages.get('services/billing.md')).toContain(
      '[OrderAnswered](../events/OrderAnswered.md) over [`shop.answers`](../topics/shop.answers.md)',
    );
    expect(pages.get('topics/shop.answers.md')).toMatch(
      /\[billing\].*`WRITE` \| sends \|\n.*\[storefront\].*`READ` \| hears the replies to what it asks \|/,
    );
  });

  it('lead from guides to the commands that they call, and back', () => {
    const calling = {
      ...smallCatalog,
      guides: [{ name: 'site', title: 'The site', markdown: 'Run `eventwright docs build`.' }],
    };
    const pages = textsOf(calling);
    expect(pages.get('guides/site.md')).toContain('[`eventwright docs build`](../commands/docs-build.md)');
    expect(pages.get('commands/docs-build.md')).toContain('[The site](../guides/site.md)');
    expect(texts.get('commands/docs-build.md')).not.toContain('Guides that use it');
  });

  it('have an address for each schema version by its fingerprint, and files of it', () => {
    const [, path, fingerprint] =
      /\[`[0-9a-f]{16}`\]\(\.\.\/(schemas\/[0-9a-f]{2})\.md#([0-9a-f]{16})\)/.exec(
        texts.get('events/OrderPlaced.md') ?? '',
      ) ?? [];
    expect(texts.get(`${path}.html`)).toContain(`id="${fingerprint}"`);
    expect(JSON.parse(texts.get('events/OrderPlaced/v1.avsc') ?? '')).toMatchObject({ name: 'OrderPlaced' });
    expect(JSON.parse(texts.get('events/OrderPlaced/examples.json') ?? '')).toMatchObject([{ orderId: 'a' }]);
  });

  it('say what brokers have to allow, and what each word of the trade means', () => {
    expect(texts.get('topics/shop.orders.md')).toContain('topic `shop.orders.dlt` | `DESCRIBE`, `WRITE`');
    expect(texts.get('topics/shop.orders.md')).toContain('group `billing` | `READ`');
    expect(texts.get('glossary.md')).toContain('| delivery | Parcels on their way. |');
    expect(texts.get('services/billing.md')).toContain('Shop team, shop@shop.example');
  });

  it('show what is not there from the root of the site, wherever that is', () => {
    expect(texts.get('404.html')).toContain('href="events.html"');
    const published = textsOf(smallCatalog, 'https://docs.shop.example/events').get('404.html') ?? '';
    expect(published).toContain('href="/events/events.html"');
    expect(published).toContain('src="/events/assets/not-found.js" defer data-root="/events/"');
    expect(published).not.toMatch(/(?:href|src)="(?![/#])/);
  });
});

describe('everything in one text', () => {
  it('is what stands on the pages of events', () => {
    expect(textsOf(smallCatalog).get('llms-full.txt')).toContain('# OrderPlaced\n\nA customer placed an order.');
  });

  it('is one for each domain where it would be too long, which ends with the names of what is left out', () => {
    const [event] = smallCatalog.events;
    if (event === undefined) throw new Error('no event');
    const long = 'Many words. '.repeat(20_000);
    const events = Array.from({ length: 6 }, (_, index) => ({ ...event, name: `Event${index}`, description: long }));
    const texts = textsOf({
      ...smallCatalog,
      events,
      services: [],
      uses: undefined,
      topics: smallCatalog.topics.map((topic) => ({ ...topic, events: events.map(({ name }) => name) })),
    });
    expect(texts.get('llms-full.txt')).toContain('- [shop](domains/shop.llms.txt): 6 events');
    const domain = texts.get('domains/shop.llms.txt') ?? '';
    expect(domain.length).toBeLessThan(600_000);
    expect(domain).toMatch(/# Event0\n/);
    expect(domain).toMatch(/# Left out.*\n\n(?:- Event\d\n)+$/s);
  });
});
