// A process that asks, or one that answers: what `startSpeaker` starts.
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, RuntimeError, type SchemaRegistry, type Transport } from '@eventwright/runtime';
import { connectKafkaClient } from '@eventwright/runtime/kafka-client';
import { openMemoryRegistry } from '@eventwright/runtime/registry';
import { openRequests } from '@eventwright/runtime/requests';
import { seededRandom } from '../random.ts';
import { questionContract } from './question-contract.ts';
import { type Outcome, readSpeakerSettings, type SpeakerReport } from './speaker-messages.ts';

const settings = readSpeakerSettings(JSON.parse(process.env['FAULTS_SPEAKER'] ?? '{}'));
const contract = questionContract(settings.run);
const random = seededRandom(settings.seed);
const registry = openMemoryRegistry(contract.registrations);
const { brokers, client } = settings;
const transport = await connectKafkaClient(client, { brokers, clientId: settings.role, sessionTimeout: 6_000 });
const report = (said: SpeakerReport): void => void process.send?.(said);

if (settings.role === 'asker') await ask(transport, registry);
else await answer(transport, registry);

async function ask(transport: Transport, registry: SchemaRegistry): Promise<void> {
  const requests = openRequests({ transport });
  const asker = createClient(contract.asker, { transport, registry, requests });
  await asker.ready();
  report({ type: 'ready' });
  const asked: Promise<void>[] = [];
  const outcomes: Outcome[] = [];
  let goesOn = true;
  process.once('SIGTERM', () => {
    goesOn = false;
  });
  while (goesOn) {
    asked.push(askOne(`${process.pid}-${asked.length}`));
    await sleep(random.between(5, 25));
  }
  await Promise.all(asked);
  report({ type: 'finished', outcomes, status: requests.status() });
  await requests.close();
  await transport.close();
  process.disconnect();

  async function askOne(key: string): Promise<void> {
    const deadline = Date.now() + random.between(200, 8_000);
    const ended = (how: string): void => void outcomes.push({ how, overrun: Date.now() - deadline });
    try {
      const reply = await asker.ask.question({ key, value: { text: key }, deadline: new Date(deadline) });
      ended(reply.value.text === key ? 'answered' : `has the answer to ${reply.value.text}`);
    } catch (error) {
      ended(RuntimeError.is(error) ? error.code : String(error));
    }
  }
}

/** Answers most of the time, sometimes not, sometimes twice, sometimes late. */
async function answer(transport: Transport, registry: SchemaRegistry): Promise<void> {
  const answerer = createClient(contract.answerer, { transport, registry });
  const running = await answerer.receive(
    {
      question: async ({ key, value }, { reply, signal }) => {
        if (random.chance(0.05)) return;
        if (random.chance(0.2)) await sleep(random.between(1, 300), undefined, { signal });
        await reply.answered({ key, value });
        if (random.chance(0.1)) await reply.answered({ key, value });
      },
    },
    { attempts: 1 },
  );
  report({ type: 'ready' });
  process.once('SIGTERM', async () => {
    await running.close();
    await transport.close();
    process.disconnect();
  });
}
