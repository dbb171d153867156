// What `eventwright generate` takes for many events, next to its peers: `npm run bench -- generate [events]`.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaFile, writeLargeContracts } from './large-contracts.ts';
import { type Measurement, measure, measureInTurn, median } from './measure.ts';
import { printTable, type Row } from './table.ts';

const events = Number(process.argv[3] ?? 1_000);
const repository = join(import.meta.dirname, '../..');
const eventwright = join(repository, 'generator/bin/eventwright.js');
const project = await mkdtemp(join(tmpdir(), 'eventwright-bench-'));
const contracts = join(project, 'asyncapi');
const edited = join(contracts, 'schemas', schemaFile(events >> 1));
let edits = 0;

/** Another text in one schema, which its module holds. */
async function edit(): Promise<void> {
  edits += 1;
  const text = await readFile(edited, 'utf8');
  await writeFile(edited, text.replace(/"doc": "Field 0[^"]*"/, `"doc": "Field 0, as of edit ${edits}."`));
}

const clear = async (): Promise<void> => {
  for (const folder of ['generated', '.eventwright']) await rm(join(project, folder), { recursive: true, force: true });
};

const generate = (...options: readonly string[]) => ({
  arguments: [eventwright, 'generate', '--quiet', ...options],
  cwd: project,
});

/** Milliseconds from a save to the line that says that its code is written. */
async function measureWatch(runs: number): Promise<Measurement> {
  const watch = spawn(process.execPath, [...generate('--watch').arguments], { cwd: project, stdio: 'pipe' });
  const times: number[] = [];
  let said = Promise.withResolvers<void>();
  watch.stdout.on('data', () => said.resolve());
  watch.stderr.pipe(process.stderr);
  watch.once('exit', (code) => said.reject(new Error(`generate --watch ended with ${code}`)));
  try {
    await said.promise;
    // The first ones load and compile what they need.
    for (let run = -3; run < runs; run += 1) {
      said = Promise.withResolvers<void>();
      const started = performance.now();
      await edit();
      await said.promise;
      if (run >= 0) times.push(performance.now() - started);
    }
  } finally {
    watch.removeAllListeners('exit');
    watch.kill('SIGINT');
  }
  return { milliseconds: median(times) };
}

/**
 * Modelina with what it needs is larger than all that this repository installs, so it is none of its dependencies: npm installs
 * it once, into a folder of the user's cache.
 */
function installModelina(): string | undefined {
  const folder = join(homedir(), '.cache', 'eventwright-bench', 'modelina');
  if (existsSync(join(folder, 'node_modules/@asyncapi/modelina'))) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const packages = ['@asyncapi/modelina@5', '@asyncapi/avro-schema-parser@3', '@asyncapi/parser@3'];
  console.error(`installing ${packages.join(', ')} into ${folder}, once`);
  const options = ['--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const { status } = spawnSync('npm', ['install', ...options, ...packages], { stdio: ['ignore', 'ignore', 'inherit'] });
  return status === 0 ? folder : undefined;
}

/** Everything that the peers do, they do anew for every change. */
async function measureModelina(): Promise<Row['peer']> {
  const folder = installModelina();
  if (folder === undefined) {
    console.error('@asyncapi/modelina could not be installed; the official parser alone is the peer instead.');
    return undefined;
  }
  const command = { arguments: [join(import.meta.dirname, 'modelina.ts'), contracts, folder] };
  return { name: 'Modelina, types only', measurement: await measure(command, 3) };
}

try {
  await writeLargeContracts(project, events);
  console.log(`${events} events of 15 fields and a nested array; medians of wall and processor time, largest memory`);
  const [parsed, cold] = await measureInTurn(
    [{ arguments: [join(import.meta.dirname, 'official-parser.ts'), contracts] }, { ...generate(), prepare: clear }],
    3,
  );
  if (parsed === undefined || cold === undefined) throw new RangeError('nothing was measured');
  const parser = { name: 'official parser alone', measurement: parsed };
  const peer = (await measureModelina()) ?? parser;
  printTable([
    { what: parser.name, ours: parsed },
    { what: peer.name, ours: peer.measurement, peer: parser },
    { what: 'generate, nothing there yet', ours: cold, peer: parser, target: { ratio: 1.25, memory: 1_024 } },
    { what: 'generate, nothing there yet', ours: cold, peer },
    { what: 'generate, nothing changed', ours: await measure(generate(), 9), peer, target: { milliseconds: 200 } },
    {
      what: 'generate, one .avsc changed',
      ours: await measure({ ...generate(), prepare: edit }, 9),
      peer,
      target: { milliseconds: 500 },
    },
    {
      what: 'generate --watch, from save to written',
      ours: await measureWatch(9),
      peer,
      target: { milliseconds: 150 },
    },
  ]);
} finally {
  await rm(project, { recursive: true, force: true });
}
