import type { OutgoingRecord, StoredRecord } from '@eventwright/runtime';
import type { Random } from '../random.ts';
import { readAgain } from '../stage/read-again.ts';
import { eventIdOf, headerOf, readTopic } from '../stage/read-topic.ts';
import { republish } from '../stage/republish.ts';
import type { Stage } from '../stage/stage.ts';
import type { FaultCase } from './fault-case.ts';

const isPoison = (eventId: string): boolean => eventId.startsWith('poison-');

/** Bytes that are no event, between events. */
export const f17: FaultCase = {
  id: 'F17',
  title: 'poison: random bytes, wrong magic, cut off values, empty and missing ones',
  allowed: { dead: isPoison, strangers: isPoison, resets: true },
  async disturb(stage) {
    let count = 0;
    do {
      await stage.wait(stage.random.between(400, 900));
      const [sample] = await readTopic(stage.engines.kafka, stage.contract.started.topic);
      if (sample === undefined) continue;
      const records = Array.from({ length: 60 }, () => poisoned(sample, `poison-${++count}`, stage.random));
      await republish(stage.engines.kafka, records);
      stage.fault(`${records.length} poisoned records`);
    } while (stage.lasts() || count === 0);
    await stage.wait(1_000);
    await readAgain(stage, 'middle');
    stage.fault('group reset to where the poison was');
  },
  check: buriedRaw,
};

function poisoned(sample: StoredRecord, id: string, random: Random): OutgoingRecord {
  const { topic, headers, value } = sample;
  const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => random.between(0, 255));
  const good = value ?? bytes(20);
  const values: readonly [Uint8Array, ...Uint8Array[]] = [
    bytes(random.between(1, 300)),
    Uint8Array.of(7, ...good.subarray(1)),
    good.subarray(0, random.between(0, 12)),
    new Uint8Array(),
    Uint8Array.of(...good.subarray(0, 5), ...Array.from({ length: 12 }, () => 0xff)),
  ];
  const key = random.chance(0.3) ? bytes(8) : new TextEncoder().encode(`key-${random.between(1, 40)}`);
  const ids = new Map([...headers, ['ce_id', new TextEncoder().encode(id)] as const]);
  return { topic, key, value: random.pick(values), headers: ids };
}

/** Each lies in the dead letter topic, byte for byte, after one try, and was buried once. */
async function buriedRaw({ engines, contract }: Stage): Promise<readonly string[]> {
  const { topic } = contract.started;
  const sent = (await readTopic(engines.kafka, topic)).filter((record) => isPoison(eventIdOf(record)));
  const all = await readTopic(engines.kafka, `${topic}.dlt`);
  const letters = new Map(all.map((letter) => [eventIdOf(letter), letter]));
  // The log may hold one letter repeatedly; two of one record differ in the time of death.
  const deaths = new Set(all.map((letter) => `${eventIdOf(letter)} ${headerOf(letter, 'dlq_dead_at')}`));
  const twice = deaths.size > letters.size ? [`${deaths.size - letters.size} records were buried more than once`] : [];
  const wrong = sent.flatMap((record) => {
    const id = eventIdOf(record);
    const letter = letters.get(id);
    if (letter === undefined) return [`${id} is not in the dead letter topic`];
    const same = Buffer.compare(letter.value ?? Buffer.of(), record.value ?? Buffer.of()) === 0;
    const tries = headerOf(letter, 'dlq_attempts');
    return same && tries === '1' ? [] : [`${id} was buried ${same ? '' : 'with other bytes '}after ${tries} tries`];
  });
  return [...twice, ...wrong];
}
