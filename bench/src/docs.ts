// What `eventwright docs` takes for many events of three versions: `npm run bench -- docs [events]`.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaFile, writeLargeContracts } from './large-contracts.ts';
import { type Command, type Measurement, measure, median } from './measure.ts';
import { printTable, type Row } from './table.ts';

const events = Number(process.argv[3] ?? 1_000);
const versions = 3;
/** What the peer was known to take seconds for; it takes a document, not all of an estate. */
const eventsOfPeer = 100;
const repository = join(import.meta.dirname, '../..');
const eventwright = join(repository, 'generator/bin/eventwright.js');
/** Where the tests of other templates have installed them. */
const templates = join(repository, 'e2e/templates');
const project = await mkdtemp(join(tmpdir(), 'eventwright-bench-docs-'));
const smaller = await mkdtemp(join(tmpdir(), 'eventwright-bench-docs-'));
const edited = join(project, 'asyncapi/schemas', schemaFile(events >> 1, versions));

/** Other words in a schema, where a page shows them; resolves with the words. */
async function edit(number: number): Promise<string> {
  const words = `Field 0, as of edit ${number}.`;
  const text = await readFile(edited, 'utf8');
  await writeFile(edited, text.replace(/"doc": "Field 0[^"]*"/, `"doc": "${words}"`));
  return words;
}

let builds = 0;

/**
 * What an earlier run has written is moved aside, not deleted: ext4 looks long for a place for new files where thousands were
 * deleted minutes before, which would be measured as well.
 */
const build = (cwd: string): Command => ({
  arguments: [eventwright, 'docs', 'build', '--no-history', '--quiet'],
  cwd,
  prepare: async () => {
    const output = join(cwd, '.eventwright');
    builds += 1;
    if (existsSync(output)) await rename(output, join(cwd, `built-${builds}`));
  },
});

/** From saving a schema to a server that answers with a page that has the change. */
async function measureServe(runs: number): Promise<Measurement> {
  const argv = [eventwright, 'docs', 'serve', '--port', '0', '--no-code', '--no-history', '--quiet'];
  const server = spawn(process.execPath, argv, { cwd: project, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  server.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = new Promise<never>((_resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`docs serve ended with ${code}:\n${output}`)));
  });
  const until = async (reached: () => Promise<boolean>): Promise<void> => {
    while (!(await reached())) await Promise.race([new Promise((resolve) => setTimeout(resolve, 5)), ended]);
  };
  try {
    await until(async () => / on http:\S+ /.test(output));
    const page = `${/http:\S+/.exec(output)?.[0]}events/Event${events >> 1}.html`;
    const times: number[] = [];
    // The first ones load and compile what they need.
    for (let run = -2; run < runs; run += 1) {
      const started = performance.now();
      const words = await edit(run);
      await until(async () => (await (await fetch(page)).text()).includes(words));
      if (run >= 0) times.push(performance.now() - started);
    }
    return { milliseconds: median(times) };
  } finally {
    server.kill('SIGINT');
    // Gone before its contracts are.
    await ended.catch(() => undefined);
  }
}

/** The official HTML template, over the same contracts, by the same command. */
async function measurePeer(): Promise<Row['peer']> {
  if (!existsSync(join(templates, 'node_modules/@asyncapi/html-template'))) {
    console.error('There is no peer: npm ci --prefix e2e/templates --ignore-scripts installs it.');
    return undefined;
  }
  // Templates are those of the project.
  await symlink(join(templates, 'node_modules'), join(smaller, 'node_modules'), 'junction');
  const argv = [
    eventwright,
    'generate',
    '--template',
    '@asyncapi/html-template',
    '--out',
    join(smaller, 'html'),
    '--quiet',
  ];
  const measurement = await measure({ arguments: argv, cwd: smaller }, 1);
  return { name: '@asyncapi/html-template', measurement };
}

try {
  await writeLargeContracts(project, events, versions);
  await writeLargeContracts(smaller, eventsOfPeer, versions);
  console.log(`${events} events of ${versions} versions; medians of wall and processor time, largest memory`);
  const peer = await measurePeer();
  const scale = events / 1_000;
  printTable([
    {
      what: `docs build, ${eventsOfPeer} events`,
      ours: await measure(build(smaller), 1),
      ...(peer === undefined ? {} : { peer }),
    },
    {
      what: `docs build, ${events} events, nothing there yet`,
      ours: await measure(build(project), 1),
      target: scale > 1 ? { milliseconds: 6_000 * scale, memory: 2_048 } : { milliseconds: 5_000, memory: 600 },
    },
    {
      what: `docs serve, ${events} events, from save to page`,
      ours: await measureServe(5),
      target: { milliseconds: 1_000 },
    },
  ]);
} finally {
  await rm(project, { recursive: true, force: true });
  await rm(smaller, { recursive: true, force: true });
}
