import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '@eventwright/avro';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRegistry, openFileStore } from './index.ts';
import { askFor, eventWith, field } from './testing/ask.ts';

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
