import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { command } from '../../../test/command.ts';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';

const brokers = process.env['KAFKA_BROKERS'] ?? '';

describe('eventwright topics apply on Apache Kafka', () => {
  it('creates the topics that are missing and leaves the others alone', async () => {
    const topic = `orders.${randomUUID()}`;
    const text = (smallProject['asyncapi/orders.yaml'] ?? '').replace('shop.orders', topic);
    const root = await temporaryProject({
      ...smallProject,
      'asyncapi/orders.yaml': text.replace('action: send', 'action: receive'),
    });
    const apply = () => command(root, 'topics', 'apply', '--brokers', brokers, '--quiet');
    expect(await apply()).toEqual({
      exitCode: 0,
      stdout: `created ${topic}\ncreated ${topic}.dlt\n2 topics created, 0 already there\n`,
      stderr: '',
    });
    expect((await apply()).stdout).toBe('0 topics created, 2 already there\n');
  });
});
