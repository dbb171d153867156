// One measurement in a process of its own: `node task.ts <task> <arguments>`. The last line it prints is its figures.
import { randomUUID } from 'node:crypto';
import { commitToHandler } from './commit-to-handler.ts';
import { effectByHand, effectOnce } from './effect-once.ts';
import { emptyOutbox } from './empty-outbox.ts';
import { type Engines, enginesOf } from './engines.ts';
import { ourThroughput, rawThroughput } from './throughput.ts';

type Figures = Readonly<Record<string, number>>;

const tasks: Readonly<Record<string, (engines: Engines, topic: string) => Promise<Figures>>> = {
  'raw-kafkajs': (engines, topic) => rawThroughput(engines, { client: 'kafkajs', topic }),
  'ours-kafkajs': (engines, topic) => ourThroughput(engines, { client: 'kafkajs', topic }),
  'raw-platformatic': (engines, topic) => rawThroughput(engines, { client: 'platformatic', topic }),
  'ours-platformatic': (engines, topic) => ourThroughput(engines, { client: 'platformatic', topic }),
  'once-1': (engines, topic) => effectOnce(engines, { topic, lanes: 1 }),
  'once-8': (engines, topic) => effectOnce(engines, { topic, lanes: 8 }),
  'once-1-alone': (engines, topic) => effectOnce(engines, { topic, lanes: 1, batch: 1 }),
  'once-1-sends': (engines, topic) => effectOnce(engines, { topic, lanes: 1, sends: true }),
  'by-hand-1': (engines, topic) => effectByHand(engines, { topic, lanes: 1 }),
  'by-hand-8': (engines, topic) => effectByHand(engines, { topic, lanes: 8 }),
  'empty-outbox': emptyOutbox,
  'commit-to-handler': commitToHandler,
};

const task = tasks[process.argv[2] ?? ''];
if (task === undefined) throw new RangeError(`The tasks are ${Object.keys(tasks).join(', ')}.`);
const figures = await task(enginesOf(process.env), `bench-${randomUUID()}`);
console.log(JSON.stringify(figures));
// What a driver keeps open for its comfort is not waited for.
process.exit();
