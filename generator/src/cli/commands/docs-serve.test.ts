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
async function serve(): Promise<void> {
  const interrupt = new AbortController();
  let output = '';
  const write = (text: string) => (output += text);
  const exit = run(['docs', 'serve', '--port', '0', '--no-code', '--quiet'], {
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

/** The next message that an open page hears. */
async function nextMessage(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<unknown> {
  for (let text = ''; ; ) {
    const { value, done } = await reader.read();
    if (done) throw new Error('the stream has ended');
    text += new TextDecoder().decode(value);
    const data = /^data: (.*)$/m.exec(text)?.[1];
    if (data !== undefined) return JSON.parse(data);
  }
}

async function openPage(): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const { body } = await fetch(`${url}__live`);
  if (body === null) throw new Error('no body');
  return body.getReader();
}

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
  await serve();
});

afterEach(() => stop());

describe('eventwright docs serve', () => {
  it('shows the site, and nothing else of the machine', async () => {
    expect(await page('')).toContain('<h1>');
    expect(await page('events/OrderPlaced.html')).toContain('<script src="/__live.js" defer>');
    for (const path of ['../package.json', '..%2f..%2fetc%2fpasswd', 'eventwright.config.json', '%']) {
      expect((await fetch(url + path)).ok).toBe(false);
    }
    expect(await statusFor('evil.example')).toBe(400);
  });

  it('tells open pages of a change, and has it', async () => {
    const opened = await openPage();
    await writeFile(join(root, schema), renamed('identity'));
    expect(await nextMessage(opened)).toEqual({ kind: 'changed' });
    expect(await page('events/OrderPlaced.html')).toContain('identity');
  });

  it('shows what is wrong with its place and leaves the site as it was, until it is mended', async () => {
    const before = await page('events/OrderPlaced.html');
    const opened = await openPage();
    await writeFile(join(root, schema), renamed('or der'));
    expect(await nextMessage(opened)).toMatchObject({ kind: 'problem', text: expect.stringContaining(`${schema}:`) });
    expect(await page('events/OrderPlaced.html')).toBe(before);

    await writeFile(join(root, schema), smallProject[schema] ?? '');
    expect(await nextMessage(opened)).toEqual({ kind: 'changed' });
  });

  it('ends clean when it is interrupted, although pages are open', async () => {
    await openPage();
    expect(await stop()).toBe(0);
  });
});
