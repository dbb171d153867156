import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { logDestination } from './log-destination.ts';

const fixture = fileURLToPath(new URL('./log-writer.fixture.ts', import.meta.url));
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

interface Told {
  readonly latest: number;
  readonly dropped: number;
  readonly waiting: number;
}

const isTold = (given: unknown): given is Told =>
  typeof given === 'object' && given !== null && 'latest' in given && 'dropped' in given && 'waiting' in given;

/** A service that logs to a pipe, and what it tells of how it went. */
async function startWriter() {
  const child = fork(fixture, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  children.push(child);
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new TypeError('the child has no pipes');
  const told = once(child, 'message').then(([given]: unknown[]) => {
    if (isTold(given)) return given;
    throw new TypeError(`the child told ${JSON.stringify(given)}`);
  });
  return { child, stdout, stderr, told };
}

function messageOf(line: string): unknown {
  const entry: unknown = JSON.parse(line);
  return typeof entry === 'object' && entry !== null && 'msg' in entry ? entry.msg : undefined;
}

describe('a service that logs to a pipe', () => {
  it('goes on, and ends in peace, when nobody is there to read', async () => {
    const { child, stdout, stderr, told } = await startWriter();
    stdout.destroy();
    stderr.destroy();
    await expect(told).resolves.toMatchObject({ dropped: expect.any(Number) });
    child.send('end');
    await expect(once(child, 'exit')).resolves.toEqual([0, null]);
  });

  it('is not held up by a reader that stands still, keeps little, and tells what is missing once that reads', async () => {
    const { child, stdout, told } = await startWriter();
    // A stream that nobody asks for data lets the pipe fill up.
    const { latest, dropped, waiting } = await told;
    expect(latest).toBeLessThan(1_000);
    expect(waiting).toBeLessThanOrEqual(256 * 1024);
    expect(dropped).toBeGreaterThan(0);
    child.send('end');
    const messages = (await text(stdout)).trimEnd().split('\n').map(messageOf);
    expect(messages.filter((message) => message === 'work goes on')).toHaveLength(2_000 - dropped);
    const notice = `${dropped} lines of the log were dropped, since nobody read them fast enough`;
    expect(messages.slice(-2)).toEqual([notice, 'caught up']);
  });
});

describe('logDestination', () => {
  it('drops lines for which there is no room, and says how many before the next one', () => {
    const written: string[] = [];
    let release: () => void = () => undefined;
    const stream = new Writable({
      decodeStrings: false,
      write: (chunk, _, done) => {
        written.push(String(chunk));
        release = done;
      },
    });
    const destination = logDestination({ stream, maxBytes: 10 });
    for (const line of ['first\n', 'second\n', 'third\n']) destination.write(line);
    expect(destination.dropped).toBe(2);
    release();
    destination.write('fourth\n');
    release();
    expect(written).toEqual(['first\n', expect.stringContaining('2 lines of the log were dropped'), 'fourth\n']);
  });

  it('drops all lines once nobody is there any more', async () => {
    const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
    const destination = logDestination({ stream });
    destination.write('first\n');
    await new Promise((resolve) => stream.once('close', resolve));
    destination.write('second\n');
    expect(destination.dropped).toBe(1);
  });
});
