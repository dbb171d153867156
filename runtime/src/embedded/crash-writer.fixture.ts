/*
 * Appends to the log in the folder given until it is killed. Prints `ready`, then a line for each promise that the
 * log has kept: `appended <partition> <offset> <value>` and `committed <partition> <offset>`.
 */
import { record } from '../testing/transport/records.ts';
import { openEmbeddedLog } from './embedded-log.ts';

const [, , directory = '', round = ''] = process.argv;
const log = await openEmbeddedLog({ directory, segmentBytes: 20_000 });
await log.ensureTopics([{ topic: 'orders', partitions: 3, replicas: 1, config: {} }]);
await log.subscribe({
  group: 'group',
  topics: ['orders'],
  startFrom: 'earliest',
  async onRecords(claim, records) {
    const next = (records.at(-1)?.offset ?? 0n) + 1n;
    await claim.commit(next);
    say(`committed ${claim.partition} ${next}`);
  },
});
say('ready');
await Promise.all([1, 10, 30].map(appendForEver));

async function appendForEver(batchSize: number): Promise<void> {
  for (let batch = 0; ; batch++) {
    const values = Array.from({ length: batchSize }, (_, index) => `${round}/${batchSize}/${batch}/${index}`);
    const positions = await log.publish(values.map((value) => record('orders', value.padEnd(200, '.'))));
    positions.forEach(({ partition, offset }, index) => {
      say(`appended ${partition} ${offset} ${values[index]}`);
    });
  }
}

/** Writes to a pipe do not return before the line is in it, so what is printed outlives the process. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
