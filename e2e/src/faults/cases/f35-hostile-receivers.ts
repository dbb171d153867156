import { setTimeout as pause } from 'node:timers/promises';
import type { Message, NoHeaders, ReceivedEvent } from '@eventwright/runtime';
import { type Feed, openFeed, openSubscribers } from '@eventwright/runtime/feeds';
import { connectPostgres, type Database } from '@eventwright/runtime/postgres';
import { openWebhooks, type Webhooks } from '@eventwright/runtime/webhooks';
import type { Stage } from '../stage/stage.ts';
import { type Manners, startWebhookReceiver, type WebhookReceiver } from '../stage/webhook-receivers.ts';
import type { FaultCase } from './fault-case.ts';

interface Step {
  readonly key: string;
  readonly seq: number;
}

const avro =
  '{"type":"record","name":"faults.Step","fields":[{"name":"key","type":"string"},{"name":"seq","type":"int"}]}';

const step: Message<Step, Step, string, string, NoHeaders> = {
  name: 'Step',
  type: 'faults.Step.v1',
  value: { name: 'faults.Step', version: 1, fingerprint: '0', avro },
  key: { name: 'string', version: 1, fingerprint: '1', avro: '"string"' },
  headers: [],
  public: ['key', 'seq'],
};

const manners: readonly Manners[] = ['good', 'failing', 'hanging', 'redirecting', 'gone', 'endless'];
const keys = ['a', 'b', 'c', 'd', 'e'] as const;

/** What the case saw, by run, for its check. */
const seen = new Map<string, readonly string[]>();

/** How long the good receiver may wait for an event at most, whatever the others do, in milliseconds. */
const mostDelay = 10_000;

/**
 * Webhooks to a good receiver, and to such as fail, hang, redirect to the inside, are gone, never end their reply, or have a
 * name that leads inside; all the while the process that delivers is replaced, and PostgreSQL has the pipeline's load.
 */
export const f35: FaultCase = {
  id: 'F35',
  title:
    'webhook receivers that fail, hang, redirect inside, are gone, flood; names that lead inside; senders replaced',
  async disturb(stage) {
    const opened = new AsyncDisposableStack();
    try {
      seen.set(stage.run, await deliverToAll(stage, opened));
    } finally {
      await opened.disposeAsync();
    }
  },
  check: async (stage) => seen.get(stage.run) ?? ['F35 the webhooks were never looked at'],
};

/** What did not hold, in words. */
async function deliverToAll(stage: Stage, opened: AsyncDisposableStack): Promise<readonly string[]> {
  const database = await connectPostgres({ url: stage.databases.url('final') });
  opened.defer(() => database.close());
  const { random } = stage;
  const inside = await startWebhookReceiver({ manners: 'good', random, inside: '' }, '127.0.0.2');
  opened.defer(() => inside.close());
  const receivers: WebhookReceiver[] = [];
  for (const one of manners) {
    const receiver = await startWebhookReceiver({ manners: one, random, inside: inside.url });
    opened.defer(() => receiver.close());
    receivers.push(receiver);
  }
  const sender = await openSender(stage, database, opened);
  const subscribers = await openSubscribers({ database });
  const { id: subscriber } = await subscribers.add({ name: 'Partner', events: ['Step'] });
  const urls = [...receivers.map(({ url }) => url), `http://leads-inside.example:${inside.port}/`];
  // A name is allowed only over TLS, so the one that leads inside is put into the table by hand.
  const keysOf = new Map<string, string>();
  for (const url of urls)
    keysOf.set(url, (await sender.webhooks().add(subscriber, { url: urls[0] ?? '', events: ['Step'] })).id);
  for (const [url, id] of keysOf) {
    await database.transaction((tx) => tx.query('update eventwright_webhook set url = $2 where id = $1', [id, url]));
  }

  const added: (Step & { readonly at: number })[] = [];
  const next = new Map<string, number>();
  while (stage.lasts() || added.length < 60) {
    const key = random.pick<string>([...keys]);
    const seq = (next.get(key) ?? 0) + 1;
    next.set(key, seq);
    await database.transaction((tx) => sender.feed().add(tx, step, eventOf({ key, seq })));
    added.push({ key, seq, at: performance.now() });
    await stage.wait(random.between(5, 60));
    if (random.chance(0.03)) await sender.replace();
    const gone = keysOf.get(receivers.find((one) => one.manners === 'gone')?.url ?? '') ?? '';
    if (random.chance(0.05)) await sender.webhooks().enable({ subscriber, id: gone });
  }
  stage.fault('receivers that fail, hang, redirect, are gone, flood, and a name that leads inside');
  const patient = receivers.filter(
    ({ manners }) => manners === 'good' || manners === 'failing' || manners === 'endless',
  );
  const deadline = performance.now() + 90_000;
  while (performance.now() < deadline && patient.some((one) => distinct(one) < added.length)) await pause(100);
  return [
    ...patient.flatMap((receiver) => problemsOf(receiver, added)),
    ...slowness(receivers, added),
    ...(inside.calls > 0 ? [`F35 ${inside.calls} calls reached the inside`] : []),
  ];
}

interface Sender {
  feed(): Feed;
  webhooks(): Webhooks;
  /** Ends what delivers, and begins anew, as a process that is restarted does. */
  replace(): Promise<void>;
}

async function openSender(stage: Stage, database: Database, opened: AsyncDisposableStack): Promise<Sender> {
  const open = async (): Promise<{ readonly feed: Feed; readonly webhooks: Webhooks }> => {
    const feed = await openFeed({ database, pollEvery: 50 });
    const webhooks = await openWebhooks({
      database,
      feed,
      pollEvery: 50,
      timeout: 2_000,
      schedule: Array.from({ length: 500 }, () => 50),
      allowedAddresses: ['127.0.0.1'],
      resolve: async () => ['127.0.0.2'],
    });
    return { feed, webhooks };
  };
  let current = await open();
  const close = async (): Promise<void> => {
    await current.webhooks.close();
    await current.feed.close();
  };
  opened.defer(close);
  return {
    feed: () => current.feed,
    webhooks: () => current.webhooks,
    replace: async () => {
      stage.fault('the sender of webhooks is replaced');
      const before = current;
      // The new one begins before the old one has ended, as in a rolling deployment.
      current = await open();
      await before.webhooks.close();
      await before.feed.close();
    },
  };
}

const distinct = ({ taken }: WebhookReceiver): number => new Set(taken.map(({ key, seq }) => `${key}/${seq}`)).size;

/** Lost, of what was never sent, or out of order: an event may come twice, but a later one not before the earlier. */
function problemsOf(receiver: WebhookReceiver, added: readonly Step[]): readonly string[] {
  const problems: string[] = [];
  const missing = added.length - distinct(receiver);
  if (missing !== 0) problems.push(`F35 the ${receiver.manners} receiver lacks ${missing} of ${added.length} events`);
  const last = new Map<string, number>();
  for (const { key, seq } of receiver.taken) {
    const before = last.get(key) ?? 0;
    if (seq > before + 1) problems.push(`F35 the ${receiver.manners} receiver got ${key} ${seq} after ${before}`);
    last.set(key, Math.max(before, seq));
  }
  return problems.slice(0, 5);
}

function slowness(
  receivers: readonly WebhookReceiver[],
  added: readonly (Step & { readonly at: number })[],
): readonly string[] {
  const good = receivers.find(({ manners }) => manners === 'good');
  const first = new Map<string, number>();
  for (const { key, seq, at } of good?.taken ?? []) if (!first.has(`${key}/${seq}`)) first.set(`${key}/${seq}`, at);
  const delays = added.map(({ key, seq, at }) => (first.get(`${key}/${seq}`) ?? Number.POSITIVE_INFINITY) - at);
  const worst = Math.max(...delays);
  return worst <= mostDelay ? [] : [`F35 the good receiver waited ${Math.round(worst)} ms for an event`];
}

function eventOf({ key, seq }: Step): ReceivedEvent<Step, string, NoHeaders> {
  const id = `${key}-${seq}`;
  return {
    id,
    name: 'Step',
    type: step.type,
    source: '/faults',
    subject: key,
    time: new Date(),
    correlationId: id,
    causationId: undefined,
    key,
    value: { key, seq },
    headers: {},
    topic: 'faults',
    partition: 0,
    offset: 0n,
  };
}
