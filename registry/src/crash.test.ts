import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { JsonObject, JsonValue } from '@eventwright/avro';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRegistry, openFileStore } from './index.ts';
import { ask, askFor, eventWith, field } from './testing/ask.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventwright-crash-'));
});

afterEach(() => rm(folder, { recursive: true }));

interface Acknowledged {
  readonly subject: string;
  readonly answer: JsonObject;
}

async function startChild(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const program = fileURLToPath(new URL('./testing/serve-child.ts', import.meta.url));
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) return { child, url: line };
  throw new Error('the registry did not start');
}

/** Registers schemas by several clients at once and kills the registry amid them. */
async function registerUntilKilled(round: number, kill: { readonly after: number }): Promise<readonly Acknowledged[]> {
  const { child, url } = await startChild();
  const acknowledged: Acknowledged[] = [];
  const client = async (number: number): Promise<void> => {
    for (let step = 0; ; step++) {
      const subject = `client-${number}`;
      const body = JSON.stringify(eventWith(field(`round${round}client${number}step${step}`)));
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(`${url}/subjects/${subject}/versions`, { method: 'POST', body, headers });
      acknowledged.push({ subject, answer: JSON.parse(await response.text()) });
      if (acknowledged.length === kill.after) child.kill('SIGKILL');
    }
  };
  await Promise.allSettled(Array.from({ length: 6 }, (_, number) => client(number)));
  if (child.signalCode === null) await once(child, 'exit');
  return acknowledged;
}

interface Change {
  readonly method: string;
  readonly path: string;
  readonly body?: JsonObject;
  /** To be called once it is acknowledged. */
  done(): void;
}

/** What one client did with one subject: registers schemas, and soft-deletes the older of two. */
interface History {
  readonly subject: string;
  next(): Change;
  /** Takes over what a restarted registry holds, which must be what is known, or that and the change under way. */
  settle(held: readonly JsonValue[], when: string): void;
}

function historyOf(subject: string): History {
  let known: readonly number[] = [];
  let possible: readonly number[] = [];
  let newest = 0;
  const path = `/subjects/${subject}/versions`;
  return {
    subject,
    next: () => {
      const [oldest, other] = known;
      const isDeletion = oldest !== undefined && other !== undefined;
      possible = isDeletion ? [other] : [...known, newest + 1];
      const done = (): void => {
        known = possible;
        newest = Math.max(newest, ...known);
      };
      if (isDeletion) return { method: 'DELETE', path: `${path}/${oldest}`, done };
      return { method: 'POST', path, body: eventWith(field(`${subject}v${newest + 1}`)), done };
    },
    settle: (held, when) => {
      expect([known, possible], `${subject}, ${when}`).toContainEqual(held);
      known = held.map(Number);
      possible = known;
      newest = Math.max(newest, ...known);
    },
  };
}

/** Each client has one change under way at a time; the registry is killed after so many answers. */
async function changeUntilKilled(histories: readonly History[], after: number): Promise<void> {
  const { child, url } = await startChild();
  const refused: string[] = [];
  let answers = 0;
  const client = async (history: History): Promise<void> => {
    for (;;) {
      const { method, path, body, done } = history.next();
      const headers = { 'Content-Type': 'application/json' };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(`${url}${path}`, { method, headers, ...sent });
      const text = await response.text();
      if (response.status !== 200) refused.push(`${method} ${path}: ${text}`);
      done();
      answers += 1;
      if (answers === after) child.kill('SIGKILL');
    }
  };
  await Promise.allSettled(histories.map(client));
  if (child.signalCode === null) await once(child, 'exit');
  expect(refused).toEqual([]);
}

describe('a registry that is killed amid registrations', () => {
  it('has lost nothing that it acknowledged, time after time', async () => {
    const acknowledged: Acknowledged[] = [];
    for (const [round, after] of [25, 40, 7].entries()) {
      acknowledged.push(...(await registerUntilKilled(round, { after })));
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(72);
    expect(new Set(acknowledged.map(({ answer }) => answer['id'])).size).toBe(acknowledged.length);

    const registry = createRegistry({ store: await openFileStore(folder), compatibility: 'NONE' });
    for (const { subject, answer } of acknowledged) {
      const found = await askFor(registry, `GET /subjects/${subject}/versions/${answer['version']}`);
      expect(found).toMatchObject({ id: answer['id'], schema: answer['schema'] });
    }
    await registry.close();
  }, 60_000);

  it('holds after each kill what was acknowledged, and at most the one change more that was under way', async () => {
    const kills = Array.from({ length: 4 }, () => 1 + Math.floor(Math.random() * 60));
    const histories = Array.from({ length: 4 }, (_, number) => historyOf(`subject${number}`));
    for (const after of kills) {
      await changeUntilKilled(histories, after);
      const registry = createRegistry({ store: await openFileStore(folder), compatibility: 'NONE' });
      for (const history of histories) {
        const { body } = await ask(registry, `GET /subjects/${history.subject}/versions`);
        history.settle(Array.isArray(body) ? body : [], `killed after ${JSON.stringify(kills)} answers`);
      }
      await registry.close();
    }
  }, 120_000);

  it('starts again where it was killed while it started', async () => {
    const acknowledged = await registerUntilKilled(0, { after: 20 });
    for (const delay of [0, 30, 60, 90, 120]) {
      const program = fileURLToPath(new URL('./testing/serve-child.ts', import.meta.url));
      const child = spawn(process.execPath, [program, folder], { stdio: 'ignore' });
      setTimeout(() => child.kill('SIGKILL'), delay);
      await once(child, 'exit');
    }
    const store = await openFileStore(folder);
    expect([...store.entries].length).toBeGreaterThanOrEqual(acknowledged.length);
    await store.close();
  }, 60_000);

  it('starts again on a line that was cut at the end, and drops only that', async () => {
    await registerUntilKilled(0, { after: 10 });
    // The kill itself may have cut a line.
    await (await openFileStore(folder)).close();
    const file = join(folder, 'registry.jsonl');
    const whole = await readFile(file, 'utf8');
    await writeFile(file, `${whole}0badc0de [{"kind":"vers`);
    await (await openFileStore(folder)).close();
    expect(await readFile(file, 'utf8')).toBe(whole);
  }, 60_000);
});
