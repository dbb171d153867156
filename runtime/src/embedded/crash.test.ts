import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import type { StoredRecord } from '../core/transport.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { commitNothing, consume } from '../testing/transport/recording-consumer.ts';
import { values } from '../testing/transport/records.ts';
import { openEmbeddedLog } from './embedded-log.ts';
import type { LogTransport } from './log-transport.ts';

const WRITER = fileURLToPath(new URL('./crash-writer.fixture.ts', import.meta.url));

/** What the writer was told that the log had kept. */
interface Kept {
  /** Values by position, `<partition>/<offset>`. */
  readonly appended: Map<string, string>;
  /** Highest offset committed, by partition. */
  readonly committed: Map<number, bigint>;
}

/** Runs the writer and kills it once it has printed `lines` lines. */
async function writeUntilKilled(directory: string, round: number, lines: number): Promise<readonly string[]> {
  const writer = spawn(process.execPath, [WRITER, directory, `${round}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.split('\n').length > lines) {
      writer.kill('SIGKILL');
    }
  });
  const signal = await new Promise((resolve) => writer.once('close', (_, by) => resolve(by)));
  expect(signal).toBe('SIGKILL');
  return output.split('\n').slice(0, -1);
}

function note(lines: readonly string[], { appended, committed }: Kept): void {
  for (const line of lines) {
    const [what, partition = '', offset = '', value = ''] = line.split(' ');
    if (what === 'appended') {
      appended.set(`${partition}/${offset}`, value);
    } else if (what === 'committed') {
      committed.set(Number(partition), BigInt(offset));
    }
  }
}

async function readAll(log: LogTransport, group: string, atLeast: number): Promise<readonly StoredRecord[]> {
  const consumer = await consume(log, { group, topics: ['orders'], handle: commitNothing });
  await vi.waitFor(() => expect(consumer.records().length).toBeGreaterThanOrEqual(atLeast), { timeout: 5_000 });
  await consumer.close();
  return consumer.records();
}

function checkNothingLost(records: readonly StoredRecord[], { appended }: Kept): void {
  const found = new Map(
    records.map((stored) => [`${stored.partition}/${stored.offset}`, values([stored])[0]?.replace(/\.+$/, '')]),
  );
  for (const [position, value] of appended) {
    expect(found.get(position), position).toBe(value);
  }
  const unique = new Set(found.values());
  expect(unique.size).toBe(records.length);
}

/** A group goes on where it had committed or behind that, as a commit may outlive the process that had not seen it. */
function checkPositions(log: LogTransport, { committed }: Kept): Promise<void> {
  return new Promise((resolve, reject) => {
    const waiting = new Set([0, 1, 2]);
    const subscribed = log.subscribe({
      group: 'group',
      topics: ['orders'],
      startFrom: 'earliest',
      async onRecords({ partition }, [first]) {
        if (waiting.delete(partition)) {
          expect(first?.offset).toBeGreaterThanOrEqual(committed.get(partition) ?? 0n);
        }
        waiting.size === 0 && resolve();
      },
      onError: reject,
    });
    const probes = Array.from({ length: 3 }, () => ({ topic: 'orders', key: null, value: null, headers: new Map() }));
    subscribed.then(() => log.publish(probes)).catch(reject);
  });
}

describe('a process that is killed while it appends', () => {
  it('has lost nothing that was acknowledged, time and again', { timeout: 60_000 }, async () => {
    const directory = await temporaryFolder();
    const kept: Kept = { appended: new Map(), committed: new Map() };
    for (const [round, lines] of [3, 40, 333, 1_500, 777].entries()) {
      note(await writeUntilKilled(directory, round, lines), kept);
      const log = await openEmbeddedLog({ directory });
      checkNothingLost(await readAll(log, `reader ${round}`, kept.appended.size), kept);
      await log.close();
    }
    expect(kept.appended.size).toBeGreaterThan(2_000);
    expect(kept.committed.size).toBe(3);
    const log = await openEmbeddedLog({ directory });
    await checkPositions(log, kept);
    await log.close();
  });
});
