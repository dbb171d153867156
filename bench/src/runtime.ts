// The runtime on real engines, next to what people use without it: `npm run bench -- runtime`, with `--json` for programs.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { createRegistry, memoryStore, serveRegistry } from '@eventwright/registry';
import { startKafka } from '../../scripts/kafka/start-kafka.ts';
import { startPostgres } from '../../scripts/postgres/start-postgres.ts';
import { median } from './measure.ts';
import { type Figure, printFigures } from './runtime/figures.ts';
import { registrations } from './runtime/orders.ts';

const run = promisify(execFile);
const task = join(import.meta.dirname, 'runtime/task.ts');
/** Medians of so many: on virtual machines one run in some is slow, or keeps some tens of MiB that others give back. */
const rounds = 5;
const roundsOfSingles = 3;

const { values: given } = parseArgs({ args: process.argv.slice(3), options: { json: { type: 'boolean' } } });
const began = performance.now();
const say = (line: string): void => console.error(`${((performance.now() - began) / 1_000).toFixed(0)} s: ${line}`);

const [kafka, postgres] = await Promise.all([startKafka(), startPostgres({ socket: true })]);
const registry = createRegistry({ store: memoryStore() });
const server = await serveRegistry(registry, { port: 0 });
const env = {
  ...process.env,
  KAFKA_BROKERS: kafka.brokers.join(','),
  POSTGRES_URL: postgres.url('postgres'),
  REGISTRY_URL: server.url,
};

type Measured = ReadonlyMap<string, Readonly<Record<string, number>>>;

/** Each in a process of its own; those that are compared in turn, so that all meet the same machine. */
async function measure(names: readonly string[], times: number): Promise<Measured> {
  const results = new Map(names.map((name) => [name, [] as Readonly<Record<string, number>>[]]));
  for (let round = 0; round < times; round += 1) {
    for (const name of names) {
      const { stdout } = await run(process.execPath, ['--expose-gc', task, name], { env, timeout: 60_000 });
      const figures = stdout.trimEnd().split('\n').at(-1) ?? '';
      say(`${name} ${figures}`);
      results.get(name)?.push(JSON.parse(figures));
    }
  }
  return new Map([...results].map(([name, figures]) => [name, medians(figures)]));
}

function medians(rounds: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(rounds.map((round) => round[name] ?? Number.NaN))]));
}

const figureOf = (measured: Measured, name: string, figure: string): number =>
  measured.get(name)?.[figure] ?? Number.NaN;

async function figures(): Promise<readonly Figure[]> {
  for (const { subject, schema } of registrations) {
    const path = `/subjects/${encodeURIComponent(subject)}/versions`;
    await registry.handle({ method: 'POST', path, body: { schema: schema.avro } });
  }
  const clients = ['kafkajs', 'platformatic'] as const;
  const throughput = await measure(
    clients.flatMap((client) => [`raw-${client}`, `ours-${client}`]),
    rounds,
  );
  const single = await measure(
    [
      ...['once-1', 'by-hand-1', 'once-8', 'by-hand-8', 'once-1-sends', 'once-1-alone'],
      ...['empty-outbox', 'commit-to-handler'],
    ],
    roundsOfSingles,
  );
  const compared = (client: string, what: 'publish' | 'consume'): Figure => ({
    what: `${what} 1 KB orders, without a database, ${client}`,
    ours: figureOf(throughput, `ours-${client}`, what),
    unit: '/s',
    peer: { name: `${client} and registry client`, value: figureOf(throughput, `raw-${client}`, what) },
    target: { ratio: 0.8 },
  });
  /** What a busy machine changes less than it changes rates. */
  const processor = (client: string, what: 'publish' | 'consume'): Figure => ({
    what: `processor time to ${what} one, ${client}`,
    ours: figureOf(throughput, `ours-${client}`, `${what}Processor`),
    unit: ' us',
    peer: { name: `${client} and registry client`, value: figureOf(throughput, `raw-${client}`, `${what}Processor`) },
  });
  const once = (lanes: 1 | 8, atLeast: number): Figure => ({
    what: `effect once, one insert, ${lanes === 1 ? 'one lane' : 'eight lanes'}`,
    ours: figureOf(single, `once-${lanes}`, 'rate'),
    unit: '/s',
    peer: { name: 'kafkajs and pg by hand', value: figureOf(single, `by-hand-${lanes}`, 'rate') },
    target: { atLeast },
  });
  const memory = (client: string): Figure => {
    const [ours, raw] = [`ours-${client}`, `raw-${client}`].map((name) => figureOf(throughput, name, 'memory'));
    return {
      what: `memory above ${client} and registry client`,
      ours: (ours ?? Number.NaN) - (raw ?? Number.NaN),
      unit: ' MiB',
      target: { below: 40 },
    };
  };
  const alone = { unit: '/s', ours: figureOf(single, 'once-1-alone', 'rate') };
  const sends = { unit: '/s', ours: figureOf(single, 'once-1-sends', 'rate') };
  const percentile = (name: 'p50' | 'p99', below: number): Figure => ({
    what: `commit to handler, 100/s, ${name}`,
    ours: figureOf(single, 'commit-to-handler', name),
    unit: ' ms',
    target: { below },
  });
  return [
    ...clients.flatMap((client) => [compared(client, 'publish'), compared(client, 'consume')]),
    ...clients.flatMap((client) => [processor(client, 'publish'), processor(client, 'consume')]),
    once(1, 1_200),
    once(8, 3_500),
    { what: 'effect once, one insert and one send, one lane', ...sends },
    { what: 'effect once, one insert, one lane, batch: 1', ...alone },
    {
      what: 'relay, 1 KB rows of a full outbox',
      ours: figureOf(single, 'empty-outbox', 'rate'),
      unit: '/s',
      target: { atLeast: 8_000 },
    },
    percentile('p50', 25),
    percentile('p99', 150),
    ...clients.map(memory),
  ];
}

try {
  printFigures(await figures(), { json: given.json ?? false });
} finally {
  await server.close();
  await Promise.all([registry.close(), kafka.stop(), postgres.stop()]);
}
