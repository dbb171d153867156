import { describe, expect, it } from 'vitest';
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
