import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Transport } from '../core/transport.ts';
import { connectKafka } from './connect-kafka.ts';

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');

const execute = promisify(execFile);

const kcatRuns = await execute('kcat', ['-V']).then(
  () => true,
  () => false,
);

const missing = 'kcat does not run: install it (Debian: apt-get install kcat)';
if (!kcatRuns) console.warn(missing);

/** The first record of a topic as kcat, built on librdkafka and so on none of our code, prints it. */
async function readWithKcat(topic: string, format: string): Promise<Buffer> {
  const args = ['-C', '-q', '-b', brokers.join(','), '-t', topic, '-o', 'beginning', '-c', '1', '-f', format];
  const { stdout } = await execute('kcat', args, { encoding: 'buffer', timeout: 30_000 });
  return stdout;
}

// On a developer's machine kcat may be missing; where CI runs, its absence is a failure and not a skipped test.
describe.skipIf(!kcatRuns && process.env['CI'] !== 'true')('a record that kcat reads', () => {
  const topic = `kcat.${randomUUID()}`;
  const key = Uint8Array.from([0, 0, 0, 0, 7, 16, ...Buffer.from('order-42')]);
  /** Confluent's frame: a zero byte, the schema's id in four, then what Avro wrote. */
  const value = Uint8Array.from([0, 0, 0, 1, 2, 0x80, 0xff, 0x0a, 0x00, 0xc3, 0x28]);
  const headers = new Map([
    ['ce_id', Buffer.from('019aa3d5-6c1f-7c4e-9d0a-6a8f3c6b1e55')],
    ['ce_type', Buffer.from('shop.storefront.OrderPlaced.v2')],
    ['content-type', Buffer.from('application/avro')],
  ]);
  let transport: Transport;

  beforeAll(async () => {
    transport = await connectKafka({ brokers, clientId: 'kcat-test' });
    await transport.ensureTopics([{ topic, partitions: 1, replicas: 1, config: {} }]);
    await transport.publish([{ topic, key, value, headers }]);
  });

  afterAll(() => transport.close());

  it('is there to be read: kcat is installed', () => {
    expect(kcatRuns, missing).toBe(true);
  });

  it('has the key byte for byte', async () => {
    expect(await readWithKcat(topic, '%k')).toEqual(Buffer.from(key));
  });

  it('has the value byte for byte, in the frame of the schema registry', async () => {
    const read = await readWithKcat(topic, '%s');
    expect(read).toEqual(Buffer.from(value));
    expect([read.readUInt8(0), read.readUInt32BE(1)]).toEqual([0, 258]);
  });

  it('has the headers in their order', async () => {
    expect((await readWithKcat(topic, '%h')).toString()).toBe(
      'ce_id=019aa3d5-6c1f-7c4e-9d0a-6a8f3c6b1e55,ce_type=shop.storefront.OrderPlaced.v2,content-type=application/avro',
    );
  });
});
