import { describe, expect, it } from 'vitest';
import { buildSite } from '../build-site.ts';
import { siteContext } from '../site-context.ts';
import { smallCatalog } from '../testing/small-catalog.ts';
import { liveLine } from './live-line.ts';

const console = 'https://console.example/topics/{topic}/messages?type={event}&v={version}#{topic}';
const contextWith = (settings: object) => siteContext(smallCatalog, settings);

describe('liveLine', () => {
  it('leads to a topic, and to an event of it', () => {
    const context = contextWith({ console });
    expect(liveLine('shop.orders', 'Watch it live', context)).toEqual([
      {
        kind: 'leave',
        text: 'Watch it live',
        address: 'https://console.example/topics/shop.orders/messages?type=&v=#shop.orders',
      },
    ]);
    expect(liveLine('shop.orders', 'live', context, { event: 'OrderPlaced', version: 2 })).toEqual([
      expect.objectContaining({
        address: 'https://console.example/topics/shop.orders/messages?type=OrderPlaced&v=2#shop.orders',
      }),
    ]);
  });

  it('keeps a name a name, whatever is in it', () => {
    const [link] = liveLine('a/../b?c#d&{event}"', 'live', contextWith({ console: 'https://console.example/{topic}' }));
    expect(link).toMatchObject({ address: 'https://console.example/a%2F..%2Fb%3Fc%23d%26%7Bevent%7D%22' });
  });

  it('is nothing without a console, or with what is no address of one', () => {
    expect(liveLine('shop.orders', 'live', contextWith({}))).toEqual([]);
    for (const other of ['javascript:alert(1)//{topic}', 'data:text/html,{topic}', '/{topic}', '{topic}']) {
      expect(liveLine('javascript:alert(1)', 'live', contextWith({ console: other }))).toEqual([]);
    }
  });
});

describe('pages of a site with a console', () => {
  const address = 'https://console.example/t/{topic}?type={event}&v={version}';
  const textOf = (path: string, settings: object = { console: address }): string =>
    buildSite(smallCatalog, settings).find((file) => file.path === path)?.text ?? '';

  it('lead to what they are about: topics, their dead letters, and each version of an event', () => {
    const link = (target: string): string => `href="https://console.example/t/${target}" rel="noreferrer"`;
    expect(textOf('topics/shop.orders.html')).toContain(link('shop.orders?type=&amp;v='));
    expect(textOf('topics/shop.orders.html')).toContain(link('shop.orders.dlt?type=&amp;v='));
    expect(textOf('events/OrderPlaced.html')).toContain(link('shop.orders?type=OrderPlaced&amp;v=2'));
    expect(textOf('events/OrderPlaced/v1.html')).toContain(link('shop.orders?type=OrderPlaced&amp;v=1'));
    expect(textOf('events/OrderPlaced.md')).toContain('(https://console.example/t/shop.orders?type=OrderPlaced&v=2)');
  });

  it('may still load nothing from elsewhere', () => {
    const policyOf = (text: string): string => /Content-Security-Policy" content="(.*?)"/.exec(text)?.[1] ?? '';
    expect(policyOf(textOf('topics/shop.orders.html'))).toBe(policyOf(textOf('topics/shop.orders.html', {})));
    expect(policyOf(textOf('topics/shop.orders.html'))).toMatch(/^default-src &#39;none&#39;;/);
  });
});
