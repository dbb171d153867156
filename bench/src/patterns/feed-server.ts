// The process that is measured by `feed-subscribers.ts`: a feed over HTTP. Prints where it listens, adds events when it is
// told to, then prints what that took.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, NoHeaders } from '@eventwright/runtime';
import { feedApi, openFeed, openSubscribers, serveHttp } from '@eventwright/runtime/feeds';
import { connectPostgres } from '@eventwright/runtime/postgres';

interface Tick {
  readonly n: number;
  readonly text: string;
}

const avro =
  '{"type":"record","name":"bench.Tick","fields":[{"name":"n","type":"int"},{"name":"text","type":"string"}]}';

const tick: Message<Tick, Tick, string, string, NoHeaders> = {
  name: 'Tick',
  type: 'bench.Tick.v1',
  value: { name: 'bench.Tick', version: 1, fingerprint: '0', avro },
  key: { name: 'string', version: 1, fingerprint: '1', avro: '"string"' },
  headers: [],
  public: ['n', 'text'],
};

const [, , seconds = '10', perSecond = '20'] = process.argv;
const database = await connectPostgres({ url: process.env['POSTGRES_URL'] ?? '', schema: `feed_${process.pid}` });
const feed = await openFeed({ database });
const subscribers = await openSubscribers({ database });
const api = feedApi({ feed, subscribers, maxStreams: 5_000, rateLimit: { perSecond: 10_000, burst: 10_000 } });
const server = await serveHttp({ apis: [api], port: 0 });
const { token } = await subscribers.add({ name: 'bench', events: ['Tick'] });
console.log(JSON.stringify({ url: server.url, token }));

await once(process.stdin, 'data');
const [began, before] = [performance.now(), process.cpuUsage()];
const events = Number(seconds) * Number(perSecond);
for (let n = 0; n < events; n += 1) {
  await sleep(Math.max(0, (n * 1_000) / Number(perSecond) - (performance.now() - began)));
  await database.transaction((tx) => feed.add(tx, tick, eventOf(n)));
}
const { user, system } = process.cpuUsage(before);
const cpu = (user + system) / 1_000 / (performance.now() - began);
console.log(JSON.stringify({ events, cpu, memory: process.memoryUsage().rss / 1_048_576 }));
await once(process.stdin, 'data');
process.exit();

function eventOf(n: number): Parameters<typeof feed.add>[2] {
  return {
    id: `tick-${n}`,
    name: tick.name,
    type: tick.type,
    source: '/bench',
    subject: undefined,
    time: new Date(),
    correlationId: '',
    causationId: undefined,
    key: 'k',
    value: { n, text: 'x'.repeat(500) },
    headers: {},
    topic: 'bench',
    partition: 0,
    offset: BigInt(n),
  };
}
