import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EngineName, startShop } from '@shop/shop';
import { startKafka } from '../../../scripts/kafka/start-kafka.ts';
import { recordEvents } from '../event-record.ts';
import { driveShop } from '../shop-driver.ts';
import { ClaimFailed, createClaims } from './claims.ts';
import { gatewayEnvironment } from './partner.ts';
import { playStory } from './play-story.ts';
import { paymentPatience } from './play-workflow.ts';

const say = (line: string): void => console.log(line);
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Opens a fresh shop, plays the story in it and removes all traces. Resolves with the exit code. */
async function runDemo(engine: EngineName): Promise<number> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'eventwright-demo-'));
  const needsKafka = engine === 'kafka' && process.env['KAFKA_BROKERS'] === undefined;
  const kafka = needsKafka ? await startKafka({ onProgress: (line) => say(`Kafka: ${line}`) }) : undefined;
  const brokers = kafka === undefined ? {} : { KAFKA_BROKERS: kafka.brokers.join(',') };
  const environment = { ...process.env, ...brokers, ...gatewayEnvironment };
  try {
    say(`The story of the forgotten item, on the ${engine} engine.\n`);
    const shop = await startShop({ engine, dataDirectory, environment, paymentPatience, log: quiet });
    try {
      const recording = await recordEvents(shop);
      const claims = createClaims(say, { colour: process.stdout.isTTY === true && !process.env['NO_COLOR'] });
      await playStory({ shop, drive: driveShop(shop), recording, claims });
      await recording.close();
      say(`\nAll ${claims.held} claims held.`);
      return 0;
    } finally {
      await shop.close();
    }
  } catch (error) {
    if (!(error instanceof ClaimFailed)) throw error;
    say('\nA claim did not hold.');
    return 1;
  } finally {
    await kafka?.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

try {
  process.exitCode = await runDemo(process.env['ENGINE'] === 'kafka' ? 'kafka' : 'embedded');
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
