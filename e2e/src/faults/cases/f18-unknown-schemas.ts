import type { OutgoingRecord } from '@eventwright/runtime';
import { readTopic } from '../stage/read-topic.ts';
import { republish } from '../stage/republish.ts';
import type { FaultCase } from './fault-case.ts';

const isStranger = (eventId: string): boolean => eventId.startsWith('stranger-');

/** Values of schemas that the registry does not know, or that no reader can make sense of. */
export const f18: FaultCase = {
  id: 'F18',
  title: 'unknown schema id, and a writer whose schema does not fit the reader',
  allowed: { dead: isStranger, strangers: isStranger },
  async disturb(stage) {
    const { registry, kafka } = stage.engines;
    const avro = JSON.stringify({ type: 'record', name: 'faults.Started', fields: [{ name: 'key', type: 'int' }] });
    const unfit = await registry.register([
      {
        subject: `${stage.run}-unfit`,
        compatibility: 'NONE',
        schema: { name: 'faults.Started', version: 1, fingerprint: '', avro },
      },
    ]);
    let count = 0;
    do {
      await stage.wait(stage.random.between(400, 900));
      const [sample] = await readTopic(kafka, stage.contract.started.topic);
      if (sample === undefined) continue;
      const records = Array.from({ length: 20 }, (): OutgoingRecord => {
        const id = stage.random.chance(0.5) ? (unfit[0] ?? 0) : stage.random.between(1_000_000, 2_000_000);
        const value = Buffer.alloc(6);
        value.writeInt32BE(id, 1);
        const headers = new Map([...sample.headers, ['ce_id', Buffer.from(`stranger-${++count}`)] as const]);
        return { topic: sample.topic, key: Buffer.from(`key-${stage.random.between(1, 40)}`), value, headers };
      });
      await republish(kafka, records);
      stage.fault(`${records.length} records of schemas that nobody can read`);
    } while (stage.lasts() || count === 0);
  },
  async check(_, { stages: [middle], topics: [started] }) {
    // Letters may be repeated on the log, as all records may.
    const sent = new Set(started?.eventIds.filter(isStranger)).size;
    const buried = new Set(middle?.dead.map(({ eventId }) => eventId).filter(isStranger)).size;
    return sent === buried ? [] : [`of ${sent} records that nobody can read ${buried} are in the dead letter topic`];
  },
};
