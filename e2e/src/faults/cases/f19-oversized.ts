import { giveBackRefusedRecord, listRefusedRecords } from '@eventwright/runtime/delivery';
import { operate } from '../stage/operate.ts';
import type { Stage } from '../stage/stage.ts';
import type { FaultCase } from './fault-case.ts';

/** Of `max.message.bytes`. */
const topicType = 2;

/** The broker's limit is lowered below what stands in the outbox: large ones are set aside, their followers wait. */
export const f19: FaultCase = {
  id: 'F19',
  title: 'broker limit lowered: large records set aside with their followers, given back later',
  load: { large: 0.01 },
  async disturb(stage) {
    await stage.wait(500);
    await limit(stage, '1500');
    stage.fault('max.message.bytes lowered to 1,500');
    let refused = 0;
    while (stage.lasts() || refused === 0) {
      await stage.wait(200);
      refused = await stage.databases.count('source', 'eventwright_outbox_dead');
    }
    await limit(stage, '1048588');
    await stage.one('source').finish();
    await operate(stage, 'source', async (database) => {
      for (let rest = await listRefusedRecords(database); rest.length > 0; rest = await listRefusedRecords(database)) {
        for (const record of rest) await giveBackRefusedRecord(database, record.seq);
        await stage.wait(300);
      }
    });
    stage.fault(`${refused} records had been set aside, and were given back`);
  },
};

async function limit({ engines, contract }: Stage, bytes: string): Promise<void> {
  await engines.kafka.administrate((admin) =>
    admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: topicType,
          name: contract.started.topic,
          configEntries: [{ name: 'max.message.bytes', value: bytes }],
        },
      ],
    }),
  );
}
