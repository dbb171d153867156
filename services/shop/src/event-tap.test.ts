import { openMemoryLog } from '@eventwright/runtime/embedded';
import { expect, it, vi } from 'vitest';
import { tapEvents } from './event-tap.ts';

const topic = 'shop.orders';
const record = (text: string) => ({ topic, key: null, value: new TextEncoder().encode(text), headers: new Map() });

it('watches from now on, and later from where it stopped', async () => {
  const log = openMemoryLog();
  await log.ensureTopics([{ topic, partitions: 1, replicas: 1, config: {} }]);
  const watched: string[] = [];
  const watch = () =>
    tapEvents(log, [topic], ({ value }) => watched.push(new TextDecoder().decode(value ?? undefined)));

  await log.publish([record('before')]);
  const first = await watch();
  await log.publish([record('watched')]);
  await vi.waitFor(() => expect(watched).toEqual(['watched']));
  await first.close();
  await log.publish([record('while closed')]);
  const second = await watch();

  await vi.waitFor(() => expect(watched).toEqual(['watched', 'while closed']));
  await second.close();
  await log.close();
});
