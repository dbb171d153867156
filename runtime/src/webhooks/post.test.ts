import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type PostOptions, post } from './post.ts';
import { targetProblem } from './target.ts';
import { startReceiver, withStatus } from './testing/receiver.ts';

const options: PostOptions = {
  headers: { 'webhook-id': 'e1' },
  body: '{}',
  timeout: 5_000,
  resolve: () => Promise.reject(new Error('nothing is looked up')),
  allowedAddresses: ['127.0.0.1'],
};

const postTo = (url: string, more: Partial<PostOptions> = {}) => post(new URL(url), { ...options, ...more });

/** Sends raw bytes to whoever connects, for ever where it is asked to. */
async function rawServer(write: (send: (text: string) => boolean) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => write((text) => socket.write(text)));
    onTestFinished(() => void socket.destroy());
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
}

describe('post', () => {
  it('sends body and headers, and says what was answered', async () => {
    const receiver = await startReceiver(withStatus(202));
    expect(await postTo(receiver.url)).toEqual({ kind: 'answer', status: 202, retryAfter: undefined });
    expect(receiver.posts).toMatchObject([
      { body: '{}', headers: { 'webhook-id': 'e1', host: `127.0.0.1:${receiver.port}` } },
    ]);
  });

  it('follows no redirect, wherever it leads', async () => {
    const inside = await startReceiver();
    const receiver = await startReceiver(withStatus(307, { location: inside.url }));
    expect(await postTo(receiver.url)).toMatchObject({ kind: 'answer', status: 307 });
    expect(inside.posts).toEqual([]);
  });

  it('reads Retry-After in seconds and as a date', async () => {
    const receiver = await startReceiver(withStatus(429, { 'retry-after': '120' }));
    expect(await postTo(receiver.url)).toMatchObject({ retryAfter: 120_000 });
    receiver.answer(withStatus(503, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }));
    const asked = await postTo(receiver.url);
    expect(asked.kind === 'answer' && Math.round((asked.retryAfter ?? 0) / 10_000)).toBe(6);
    receiver.answer(withStatus(503, { 'retry-after': 'soon' }));
    expect(await postTo(receiver.url)).toMatchObject({ retryAfter: undefined });
  });

  it('gives up on a receiver that hangs before it answers', async () => {
    const receiver = await startReceiver(() => undefined);
    expect(await postTo(receiver.url, { timeout: 100 })).toEqual({ kind: 'failure', error: 'no answer within 0.1 s' });
  });

  it('gives up on a name that hangs', async () => {
    const resolve = (): Promise<never> => new Promise(() => undefined);
    expect(await postTo('https://partner.example/', { resolve, timeout: 100 })).toMatchObject({ kind: 'failure' });
  });

  it('reads a reply without end only up to a bound', async () => {
    let sent = 0;
    const chunk = 'x'.repeat(65_536);
    const url = await rawServer((send) => {
      send('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n');
      const more = (): void => {
        if (sent > 200_000_000) return;
        sent += chunk.length;
        if (send(chunk)) setImmediate(more);
        else setTimeout(more, 1);
      };
      more();
    });
    expect(await postTo(url)).toMatchObject({ kind: 'answer', status: 200 });
    expect(sent).toBeLessThan(20_000_000);
  });

  it('waits a moment for the end of a reply, and no longer', async () => {
    const url = await rawServer((send) => send('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nx'));
    const before = performance.now();
    expect(await postTo(url, { timeout: 30_000 })).toMatchObject({ kind: 'answer', status: 200 });
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  it('takes no headers without end', async () => {
    const url = await rawServer((send) => send(`HTTP/1.1 200 OK\r\n${`x: ${'y'.repeat(1_000)}\r\n`.repeat(100)}\r\n`));
    expect(await postTo(url)).toMatchObject({ kind: 'failure', error: expect.stringContaining('HPE_HEADER_OVERFLOW') });
  });

  it.each([
    [['10.0.0.1']],
    [['169.254.169.254']],
    [['::ffff:127.0.0.1']],
    [['93.184.215.14', '192.168.0.1']],
    [['fd00:ec2::254']],
  ])('connects to nobody where the name leads to %j', async (addresses) => {
    const outcome = await postTo('https://partner.example/', { resolve: async () => addresses, allowedAddresses: [] });
    expect(outcome).toEqual({ kind: 'failure', error: 'the address is not on the public internet' });
  });

  it('connects to the address that it has checked, though the name leads elsewhere a moment later', async () => {
    const receiver = await startReceiver();
    const inside = await startReceiver();
    let asked = 0;
    const resolve = async (): Promise<readonly string[]> => {
      asked += 1;
      return asked === 1 ? ['127.0.0.1'] : ['127.0.0.2'];
    };
    const outcome = await postTo(`http://rebinding.example:${receiver.port}/`, { resolve });
    expect(outcome).toMatchObject({ kind: 'answer', status: 204 });
    expect(asked).toBe(1);
    expect(receiver.posts[0]?.headers.host).toBe(`rebinding.example:${receiver.port}`);
    expect(inside.posts).toEqual([]);
  });

  it('tells of a receiver that is not there', async () => {
    expect(await postTo('http://127.0.0.1:1/')).toEqual({
      kind: 'failure',
      error: 'the connection failed: ECONNREFUSED',
    });
  });
});

describe('the URL of a webhook', () => {
  const problem = (url: string): string | undefined => targetProblem(url, { allowedAddresses: [] });

  it.each([
    'http://partner.example/',
    'https://user@partner.example/',
    'https://user:password@partner.example/',
    'ftp://partner.example/',
    'file:///etc/passwd',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data/',
    `https://partner.example/${'x'.repeat(2_000)}`,
    'partner.example',
    '',
  ])('may not be %s', (url) => {
    expect(problem(url)).toBeDefined();
  });

  it.each(['https://partner.example/hooks?shop=1', 'https://partner.example:8443/', 'https://93.184.215.14/'])(
    'may be %s',
    (url) => {
      expect(problem(url)).toBeUndefined();
    },
  );
});
