import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { logDestination } from './log-destination.ts';

/*
 * A service that logs more than a pipe holds, whoever reads it. It tells its parent how late its event loop was at most,
 * in milliseconds, and how many lines nobody will see.
 */

const destination = logDestination({ maxBytes: 256 * 1024 });
const log = pino({}, destination);
let latest = 0;
for (let round = 0; round < 100; round += 1) {
  const before = performance.now();
  await delay(5);
  latest = Math.max(latest, performance.now() - before);
  for (let line = 0; line < 20; line += 1) log.info({ round, line, filler: 'x'.repeat(400) }, 'work goes on');
}
process.send?.({ latest, dropped: destination.dropped, waiting: process.stdout.writableLength });
process.on('message', () => {
  log.info('caught up');
  process.disconnect();
});
