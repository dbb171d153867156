import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { OutgoingRecord, StoredRecord, Transport } from '@eventwright/runtime';
import { connectKafka, readTopics } from '@eventwright/runtime/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../../../test/command.ts';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';

const brokers = process.env['KAFKA_BROKERS'] ?? '';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

let transport: Transport;
let topic: string;
let root: string;

beforeAll(async () => {
  transport = await connectKafka({ brokers: brokers.split(','), clientId: 'dead-letters-test' });
  topic = `orders.${randomUUID()}`;
  const text = (smallProject['asyncapi/orders.yaml'] ?? '').replace('shop.orders', topic);
  root = await temporaryProject({
    ...smallProject,
    'asyncapi/orders.yaml': text.replace('action: send', 'action: receive'),
  });
  await command(root, 'topics', 'apply', '--brokers', brokers, '--quiet');
}, 60_000);

afterAll(() => transport.close());

/** A letter as the runtime writes it. */
function letter(number: number, { key, error }: { readonly key: string; readonly error: string }): OutgoingRecord {
  const headers = {
    ce_id: `event-${number}`,
    ce_type: 'shop.OrderPlaced.v1',
    dlq_original_topic: topic,
    dlq_original_partition: '0',
    dlq_original_offset: String(number),
    dlq_group: 'orders',
    dlq_service: 'orders',
    dlq_reason: 'exhausted',
    dlq_error_class: 'Error',
    dlq_error_message: error,
    dlq_error_fingerprint: error.replaceAll(/\W/g, '').padEnd(16, '0'),
    dlq_attempts: '3',
    dlq_dead_at: new Date().toISOString(),
  };
  const entries = Object.entries(headers).map(([name, value]) => [name, bytes(value)] as const);
  return { topic: `${topic}.dlt`, key: bytes(key), value: bytes(`value ${number}`), headers: new Map(entries) };
}

/** What the topic holds now. */
async function redriven(): Promise<readonly StoredRecord[]> {
  const records: StoredRecord[] = [];
  const address = { brokers: brokers.split(','), clientId: 'dead-letters-test' };
  await readTopics(address, { topics: new Map([[topic, undefined]]), onRecord: (one) => records.push(one) });
  return records;
}

const header = ({ headers }: StoredRecord, name: string): string => new TextDecoder().decode(headers.get(name));
const deadLetters = (...args: readonly string[]) =>
  command(root, 'dead-letters', ...args, '--brokers', brokers, '--quiet');

describe('eventwright dead-letters on Apache Kafka', { timeout: 120_000 }, () => {
  it('lists what was given up, shows one of them, and redrives a key for the group that gave it up', async () => {
    expect((await deadLetters('list')).stdout).toBe('0 letters open, 0 redriven\n');
    await transport.publish([
      letter(1, { key: 'a', error: 'stock is gone' }),
      letter(2, { key: 'b', error: 'stock is gone' }),
      letter(3, { key: 'a', error: 'no such item' }),
    ]);

    const byError = (await deadLetters('list')).stdout;
    expect(byError).toMatch(/stockisgone0+ +2 .*orders +exhausted +stock is gone/);
    expect(byError).toMatch(/3 letters open, 0 redriven\n$/);
    const { stdout } = await deadLetters('list', '--by', 'letter', '--key', 'b', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ letters: [{ key: 'b', eventId: 'event-2', state: 'open' }], open: 1 });
    expect((await deadLetters('show', 'event-2')).stdout).toMatch(
      /stock is gone.*ce_type +shop\.OrderPlaced\.v1.*7 bytes/s,
    );
    expect(await deadLetters('show', 'event-9')).toMatchObject({ exitCode: 1 });

    expect(await deadLetters('redrive')).toMatchObject({ exitCode: 2 });
    expect((await deadLetters('redrive', '--key', 'a', '--dry-run')).stdout).toMatch(/2 letters would be redriven\n$/);
    expect(await redriven()).toEqual([]);
    expect((await deadLetters('redrive', '--key', 'a')).stdout).toBe('2 letters redriven\n');
    const records = await redriven();
    expect(
      records.map((one) => [header(one, 'ce_id'), header(one, 'dlq_group'), header(one, 'dlq_replay_count')]),
    ).toEqual([
      ['event-1', 'orders', '1'],
      ['event-3', 'orders', '1'],
    ]);
    expect((await deadLetters('redrive', '--key', 'a')).stdout).toMatch(/^0 letters redriven\n2 skipped/);
    expect((await deadLetters('list')).stdout).toContain('1 letter open, 2 redriven');
  });

  it('goes on where it was killed, and redrives each letter once', async () => {
    const before = (await redriven()).length;
    const total = 2_000;
    const letters = Array.from({ length: total }, (_, index) =>
      letter(1_000 + index, { key: `k-${index % 7}`, error: 'late' }),
    );
    await transport.publish(letters);
    const bin = join(import.meta.dirname, '../../../bin/eventwright.js');
    const args = [
      'dead-letters',
      'redrive',
      '--since',
      '1h',
      '--error',
      'late000000000000',
      '--rate',
      '100',
      '--brokers',
      brokers,
    ];
    const child = spawn(process.execPath, [bin, ...args, '--cwd', root], { stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = once(child, 'exit');
    await new Promise<void>((resolve, reject) => {
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('looking for redrives')) resolve();
      });
      child.once('exit', () => reject(new Error(`it ended before it redrove: ${said}`)));
    });
    while ((await redriven()).length === before) await new Promise(setImmediate);
    child.kill('SIGKILL');
    await ended;
    const halfway = (await redriven()).length - before;
    expect(halfway).toBeLessThan(total);

    const { stdout } = await deadLetters('redrive', '--error', 'late000000000000', '--rate', '5000');
    const after = await redriven();
    expect(stdout).toMatch(new RegExp(`^${total - halfway} letters redriven\n${halfway} skipped`));
    const ids = after.slice(before).map((one) => header(one, 'dlq_replay_id'));
    expect(new Set(ids).size).toBe(total);
    expect(ids.length).toBe(total);
  });
});
