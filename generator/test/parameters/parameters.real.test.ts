import { rm } from 'node:fs/promises';
import { connectKafka } from '@eventwright/runtime/kafka';
import { openMemoryRegistry } from '@eventwright/runtime/registry';
import { expect, it, vi } from 'vitest';
import { command } from '../command.ts';
import { inOrder, parameterProject, type Seen, told } from './parameter-project.ts';

const brokers = process.env['KAFKA_BROKERS'] ?? '';

it('clients of channels with parameters go through their story on Apache Kafka', async () => {
  const { root, story } = await parameterProject();
  const applied = await command(root, 'topics', 'apply', '--brokers', brokers, '--quiet');
  expect(applied.exitCode).toBe(0);
  expect(applied.stdout).toContain('created acme.parcels.eu.small.dlt\n');
  expect(applied.stdout).toContain('not created: acme.notes.{tenant}, parameter tenant without an enum\n');

  const transport = await connectKafka({ brokers: brokers.split(','), clientId: 'parameters' });
  const registry = openMemoryRegistry(story.registrations);
  const seen: Seen[] = [];
  const running = await story.play({ transport, registry }, (one) => seen.push(one));
  await vi.waitFor(() => expect(inOrder(seen)).toEqual(told), { timeout: 40_000, interval: 100 });
  await running.close();
  await transport.close();
  await rm(root, { recursive: true });
});
