// What `eventwright generate` takes for many events, next to its peers: `npm run bench -- generate [events]`.
import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaFile, writeLargeContracts } from './large-contracts.ts';
import { type Measurement, measure } from './measure.ts';
import { print } from './print.ts';

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
  times.sort((a, b) => a - b);
  return { milliseconds: times[runs >> 1] ?? Number.NaN, memory: Number.NaN };
}

/** Modelina is no dependency of the repository: it is installed here, by npm, for as long as the benchmark runs. */
async function installModelina(): Promise<string | undefined> {
  const folder = join(project, 'modelina');
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  const packages = ['@asyncapi/modelina@5', '@asyncapi/avro-schema-parser@3', '@asyncapi/parser@3'];
  const options = ['--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const { status } = spawnSync('npm', ['install', ...options, ...packages], { stdio: ['ignore', 'ignore', 'inherit'] });
  return status === 0 ? folder : undefined;
}

try {
  await writeLargeContracts(project, events);
  console.log(`${events} events of 15 fields and a nested array. Median wall time, largest resident set, target\n`);
  const parser = await measure({ arguments: [join(import.meta.dirname, 'official-parser.ts'), contracts] }, 3);
  print('the official parser alone', parser, '');
  const peer: [string, Measurement] = ['the official parser', parser];
  print('generate, nothing there yet', await measure({ ...generate(), prepare: clear }, 3), '1.25 x, 1,024 MiB', peer);
  print('generate, nothing changed', await measure(generate(), 9), 'target 200 ms');
  print('generate, one .avsc changed', await measure({ ...generate(), prepare: edit }, 9), 'target 500 ms');
  print('generate --watch, from save to written', await measureWatch(9), 'target 150 ms');
  const modelina = await installModelina();
  if (modelina === undefined) console.log('@asyncapi/modelina could not be installed');
  else {
    const command = { arguments: [join(import.meta.dirname, 'modelina.ts'), contracts, modelina] };
    print('@asyncapi/modelina, types only', await measure(command, 1), '', peer);
  }
} finally {
  await rm(project, { recursive: true, force: true });
}
