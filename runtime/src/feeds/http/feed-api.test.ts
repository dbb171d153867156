import { EventSource } from 'eventsource';
import { parseAtomFeed } from 'feedsmith';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { openPglite } from '../../postgres/index.ts';
import { type OpenedFeed, useFeed } from '../testing/feed-host.ts';
import { type FeedApi, type FeedApiOptions, feedApi } from './feed-api.ts';
import { serveHttp } from './serve-http.ts';

const open = useFeed(() => openPglite());

interface Served extends OpenedFeed {
  readonly url: string;
  readonly token: string;
  readonly api: FeedApi;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

async function serve(options: Partial<FeedApiOptions> = {}): Promise<Served> {
  const opened = await open();
  const { feed, subscribers } = opened;
  const api = feedApi({ feed, subscribers, heartbeat: 200, ...options });
  const { url, close } = await serveHttp({ apis: [api], port: 0, patience: 0 });
  onTestFinished(close);
  const { token } = await subscribers.add({ name: 'Partner', events: ['ParcelShipped', 'ParcelLost'] });
  const get = (path: string, headers = {}) =>
    fetch(path.startsWith('http') ? path : url + path, { headers: { authorization: `Bearer ${token}`, ...headers } });
  return { ...opened, url, token, api, get };
}

const nextOf = (response: Response): string =>
  /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? '';

/** Numbers of the events of a batch. */
async function numbersIn(response: Response): Promise<readonly number[]> {
  const events: unknown = await response.json();
  return Array.isArray(events) ? events.map((event) => Number(event.data.count)) : [];
}

describe('polling', () => {
  it('gives every event once, page by page, and then none until there is one', async () => {
    const { get, ship } = await serve();
    await ship('A', 1, 2, 3);
    const first = await get('/events?limit=2');
    expect(first.headers.get('content-type')).toContain('application/cloudevents-batch+json');
    const second = await get(nextOf(first));
    const third = await get(nextOf(second));
    expect([await numbersIn(first), await numbersIn(second), await numbersIn(third)]).toEqual([[1, 2], [3], []]);
    await ship('A', 4);
    expect(await numbersIn(await get(nextOf(third)))).toEqual([4]);
  });

  it('waits for the next event where it is asked to', async () => {
    const { get, ship } = await serve();
    await ship('A', 1);
    const waiting = get(`${nextOf(await get('/events'))}&wait=20`);
    await ship('A', 2);
    expect(await numbersIn(await waiting)).toEqual([2]);
  });

  it('counts as a stream while it waits, and ends as one', async () => {
    const { get, api } = await serve({ maxStreams: 1 });
    const waiting = get('/events?wait=20');
    await expect.poll(async () => (await get('/events/stream')).status, { timeout: 15_000 }).toBe(429);
    expect((await get('/events')).status).toBe(200);
    api.close();
    expect(await numbersIn(await waiting)).toEqual([]);
  });

  it('gives the kinds that are asked for, and only those that the token may see', async () => {
    const { get, ship, lose, subscribers } = await serve();
    await ship('A', 1);
    await lose('A', 2);
    expect(await numbersIn(await get('/events?events=ParcelLost'))).toEqual([2]);
    const { token } = await subscribers.add({ name: 'Carrier', events: ['ParcelShipped'] });
    const as = { authorization: `Bearer ${token}` };
    expect(await numbersIn(await get('/events', as))).toEqual([1]);
    const refused = await get('/events?events=ParcelLost', as);
    expect([refused.status, refused.headers.get('content-type')]).toEqual([403, 'application/problem+json']);
  });

  it.each([
    ['/events?after=AAAA', 400],
    [`/events?after=${'A'.repeat(32)}`, 400],
    ['/events?after=1', 400],
    ['/events?limit=0', 400],
    ['/events?limit=100000', 400],
    ['/events?wait=-1', 400],
    ['/events/atom/99', 404],
  ])('answers %s with %i', async (path, status) => {
    const { get } = await serve();
    expect((await get(path)).status).toBe(status);
  });

  it('says that events are gone, and does not leave them out in silence', async () => {
    const { get, ship, database } = await serve();
    await ship('A', 1);
    const next = nextOf(await get('/events'));
    await ship('A', 2, 3);
    await database.transaction((tx) => tx.query('update eventwright_feed_state set first_position = 3'));
    const gone = await get(next);
    expect([gone.status, await gone.text()]).toEqual([410, expect.stringContaining('1 events behind the cursor')]);
  });

  it('knows nobody without a token, and bounds what one may ask', async () => {
    const { get } = await serve({ rateLimit: { perSecond: 0.01, burst: 2 } });
    expect((await get('/events', { authorization: '' })).status).toBe(401);
    expect((await get('/events', { authorization: 'Bearer ews_x' })).status).toBe(401);
    expect((await get('/events')).status).toBe(200);
    expect((await get('/events')).status).toBe(200);
    const refused = await get('/events');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(1);
  });
});

describe('the Atom feed', () => {
  it('is read by a parser that others wrote, back to the first event, each event once', async () => {
    const { get, ship } = await serve();
    await ship('A', ...Array.from({ length: 250 }, (_, index) => index + 1));
    const seen = new Map<string, number>();
    let address: string | undefined = '/events/atom';
    while (address !== undefined) {
      const response = await get(address);
      expect(response.headers.get('content-type')).toContain('application/atom+xml');
      const feed = parseAtomFeed(await response.text());
      for (const { id, content } of feed.entries ?? []) {
        const event: unknown = JSON.parse(content?.value ?? String(content));
        expect(event).toMatchObject({ specversion: '1.0', data: { orderId: 'A' } });
        seen.set(id ?? '', (seen.get(id ?? '') ?? 0) + 1);
      }
      address = feed.links?.find(({ rel }) => rel === 'prev-archive')?.href;
    }
    expect(seen.size).toBe(250);
  });

  it('has archive pages that never change, and are there only when they are full', async () => {
    const { get, ship, feed } = await serve();
    await ship('A', ...Array.from({ length: 150 }, (_, index) => index + 1));
    const first = await get('/events/atom/1');
    expect(first.headers.get('cache-control')).toContain('immutable');
    const text = await first.text();
    expect((await get('/events/atom/2')).status).toBe(404);
    await ship('B', ...Array.from({ length: 60 }, (_, index) => index + 151));
    expect(feed.last).toBe(210n);
    expect(await (await get('/events/atom/1')).text()).toBe(text);
    const second = parseAtomFeed(await (await get('/events/atom/2')).text());
    expect(second.entries?.length).toBe(100);
    const etag = first.headers.get('etag') ?? '';
    expect((await get('/events/atom/1', { 'if-none-match': etag })).status).toBe(304);
  });

  it('may be read with the token as password', async () => {
    const { get, token } = await serve();
    const basic = `Basic ${Buffer.from(`reader:${token}`).toString('base64')}`;
    expect((await get('/events/atom', { authorization: basic })).status).toBe(200);
  });
});

describe('server-sent events', () => {
  it('reach a client that others wrote, which resumes behind the last one', async () => {
    const { url, token, ship } = await serve();
    const seen: number[] = [];
    const connect = (after: string): EventSource => {
      const source = new EventSource(`${url}/events/stream?after=${after}`, {
        fetch: (address, init) =>
          fetch(address, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } }),
      });
      onTestFinished(() => source.close());
      source.addEventListener('ParcelShipped', ({ data, lastEventId }) => {
        seen.push(Number(JSON.parse(data).data.count));
        last = lastEventId;
      });
      return source;
    };
    let last = '';
    await ship('A', 1);
    const first = connect('start');
    await expect.poll(() => seen, { timeout: 15_000 }).toEqual([1]);
    await ship('A', 2);
    await expect.poll(() => seen, { timeout: 15_000 }).toEqual([1, 2]);
    first.close();
    await ship('A', 3, 4);
    connect(last);
    await expect.poll(() => seen, { timeout: 15_000 }).toEqual([1, 2, 3, 4]);
  });

  it('move the cursor on in a pause, also where no event was for this client', async () => {
    const { get, lose, feed } = await serve();
    const response = await get('/events/stream?events=ParcelShipped');
    const reader = response.body?.getReader() ?? expect.fail('no body');
    onTestFinished(() => reader.cancel().catch(() => undefined));
    await lose('A', 1);
    let text = '';
    while (!text.includes(feed.seal(1n))) text += Buffer.from((await reader.read()).value ?? []).toString();
    expect(text).not.toContain('data:');
  });

  it('end soon after the token was revoked', async () => {
    const { get, subscribers } = await serve();
    const response = await get('/events/stream');
    const [{ id } = { id: '' }] = await subscribers.list();
    await subscribers.revoke(id);
    await response.text();
    expect((await get('/events/stream')).status).toBe(401);
  });

  it('cut off a client that takes nothing of what is there for it', async () => {
    const { api, token, ship } = await serve({ stallTimeout: 2_000, maxStreams: 1, heartbeat: 60_000 });
    await ship('A', 1, 2);
    const headers = { authorization: `Bearer ${token}` };
    const stream = (): Promise<Response | undefined> =>
      api.fetch(new Request('http://gateway.example/events/stream?after=start', { headers }));
    const stalled = await stream();
    expect((await stream())?.status).toBe(429);
    await expect.poll(async () => (await stream())?.status, { timeout: 15_000 }).toBe(200);
    expect(await stalled?.text()).not.toContain('data:');
  });
});

describe('the WebSocket', () => {
  const connect = async (url: string, token: string, query: string) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/events/socket${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    onTestFinished(() => socket.terminate());
    const messages: { readonly cursor: string; readonly event?: { readonly data: { readonly count: string } } }[] = [];
    socket.on('message', (data) => messages.push(JSON.parse(String(data))));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const numbers = (): readonly number[] => messages.flatMap(({ event }) => (event ? [Number(event.data.count)] : []));
    return { socket, messages, numbers };
  };

  it('carries events, and resumes behind a cursor', async () => {
    const { url, token, ship } = await serve();
    await ship('A', 1);
    const first = await connect(url, token, '?after=start');
    await ship('A', 2);
    await expect.poll(first.numbers, { timeout: 15_000 }).toEqual([1, 2]);
    const cursor = first.messages[0]?.cursor ?? '';
    const second = await connect(url, token, `?after=${cursor}&events=ParcelShipped`);
    await expect.poll(second.numbers, { timeout: 15_000 }).toEqual([2]);
  });

  it('is not opened without a token, with a forged cursor, or at another address', async () => {
    const { url, token } = await serve();
    await expect(connect(url, 'nobody', '')).rejects.toThrow('401');
    await expect(connect(url, token, '?after=forged')).rejects.toThrow('400');
    await expect(connect(url, token, '?events=PaymentMade')).rejects.toThrow('403');
    await expect(connect(`${url}/elsewhere`, token, '')).rejects.toThrow();
  });

  it('is closed for a client that sends', async () => {
    const { url, token } = await serve();
    const { socket } = await connect(url, token, '');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.send('hello');
    expect(await closed).toBe(1003);
  });
});
