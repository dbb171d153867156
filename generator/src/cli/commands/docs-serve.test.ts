import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';
import { run } from '../main.ts';

const schema = 'asyncapi/order-placed.v1.avsc';

let root: string;
let stop: () => Promise<number>;
let url: string;

/** Interrupts it and resolves with its exit code. */
async function serve(...argv: readonly string[]): Promise<void> {
  const interrupt = new AbortController();
  let output = '';
  const write = (text: string) => (output += text);
  const exit = run(['docs', 'serve', '--port', '0', '--quiet', ...argv], {
    stdout: { write },
    stderr: { write },
    env: {},
    cwd: root,
    signal: interrupt.signal,
  });
  stop = () => {
    interrupt.abort();
    return exit;
  };
  await eventually(() => expect(output).toMatch(/ on http:\S+ \(Ctrl-C ends it\)\n/));
  url = /http:\S+/.exec(output)?.[0] ?? '';
}

const eventually = (assert: () => unknown): Promise<unknown> => vi.waitFor(assert, { timeout: 20_000, interval: 10 });

const page = async (path: string): Promise<string> => (await fetch(url + path)).text();

/** What an open page hears, message by message. */
async function* openPage(): AsyncGenerator<unknown, never> {
  const { body } = await fetch(`${url}__live`);
  if (body === null) throw new Error('no body');
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const lines = (text + chunk).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: ')) yield JSON.parse(line.slice(6));
  }
  throw new Error('the stream has ended');
}

const next = async (messages: AsyncGenerator<unknown, never>): Promise<unknown> => (await messages.next()).value;

/** The state of the site that a page was made of. */
const stateOf = (html: string): string => / data-state="(.*?)"/.exec(html)?.[1] ?? '';

/** As a page of another name would, that a name server has led here. */
function statusFor(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asking.on('error', reject);
    asking.end();
  });
}

const renamed = (field: string): string => (smallProject[schema] ?? '').replace('"orderId"', `"${field}"`);

beforeEach(async () => {
  root = await temporaryProject(smallProject);
  await serve('--no-code', '--no-history');
});

afterEach(() => stop());

describe('eventwright docs serve', () => {
  it('shows the site, and nothing else of the machine', async () => {
    expect(await page('')).toContain('<h1>');
    expect(await page('events/OrderPlaced.html')).toMatch(/<script src="\/__live.js" data-state="[0-9a-f]+" defer>/);
    for (const path of ['../package.json', '..%2f..%2fetc%2fpasswd', 'eventwright.config.json', '%', '%00', '//x/y']) {
      expect((await fetch(url + path)).ok).toBe(false);
    }
    for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:80']) {
      expect(await statusFor(host)).toBe(400);
    }
  });

  it('answers what asks for a page, and refuses the rest', async () => {
    const head = await fetch(url, { method: 'HEAD' });
    const got = await fetch(url);
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(await got.text())));
    expect((await fetch(`${url}__live`, { method: 'HEAD' })).status).toBe(200);
    const posted = await fetch(url, { method: 'POST', body: 'x' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await fetch(`${url}events/OrderPlaced.md`)).headers.get('content-type')).toMatch('text/markdown');
  });

  it('tells open pages of a change, and has it', async () => {
    const opened = openPage();
    const before = stateOf(await page(''));
    expect(await next(opened)).toEqual({ kind: 'site', state: before });
    await writeFile(join(root, schema), renamed('identity'));
    const changed = await next(opened);
    expect(changed).toEqual({ kind: 'site', state: stateOf(await page('')) });
    expect(changed).not.toEqual({ kind: 'site', state: before });
    expect(await page('events/OrderPlaced.html')).toContain('identity');
  });

  it('shows what is wrong with its place and leaves the site as it was, until it is mended', async () => {
    const before = await page('events/OrderPlaced.html');
    const opened = openPage();
    const sound = await next(opened);
    await writeFile(join(root, schema), renamed('or der'));
    const problem = { kind: 'problem', text: expect.stringContaining(`${schema}:`) };
    expect(await next(opened)).toMatchObject(problem);
    expect(await page('events/OrderPlaced.html')).toBe(before);
    expect(await next(openPage())).toMatchObject(problem);

    await writeFile(join(root, schema), smallProject[schema] ?? '');
    expect(await next(opened)).toEqual(sound);
  });

  it('has pages before it has looked at code and history, and tells open pages when it has', async () => {
    await stop();
    await serve();
    const opened = openPage();
    expect(await page('changes.html')).toContain('Nobody asked git');
    const first = await next(opened);
    expect(await next(opened)).not.toEqual(first);
    expect(await page('changes.html')).toContain('Git tells no history');
  });

  it('has a page wait that is not there: its event may come', async () => {
    const missing = await fetch(`${url}events/OrderLost.html`);
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(stateOf(await missing.text())).toBe(stateOf(await page('')));
  });

  it('ends clean when it is interrupted, although pages are open', async () => {
    await next(openPage());
    expect(await stop()).toBe(0);
  });
});
