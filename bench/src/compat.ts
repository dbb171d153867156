// `eventwright compat` over many events: `npm run bench -- compat [events]`. The engine alone: `npm run bench -- compatibility`.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaFile, writeLargeContracts } from './large-contracts.ts';
import { measure } from './measure.ts';
import { printTable } from './table.ts';

const events = Number(process.argv[3] ?? 1_000);
const eventwright = join(import.meta.dirname, '../../generator/bin/eventwright.js');
const project = await mkdtemp(join(tmpdir(), 'eventwright-bench-compat-'));
const git = (...args: readonly string[]): Buffer =>
  execFileSync('git', ['-C', project, '-c', 'user.name=bench', '-c', 'user.email=bench@example.org', ...args]);
const compat = { arguments: [eventwright, 'compat', '--against', 'git:main', '--quiet'], cwd: project };
const forget = (): Promise<void> => rm(join(project, '.eventwright'), { recursive: true, force: true });

try {
  console.log(`Medians of wall and processor time, largest memory; ${events} events of 15 fields and a nested array`);
  await writeLargeContracts(project, events);
  await writeFile(join(project, '.gitignore'), '.eventwright\n');
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'The contracts');
  const schema = join(project, 'asyncapi/schemas', schemaFile(events >> 1));
  const text = await readFile(schema, 'utf8');
  // A change that breaks nothing, so that there is something to compare.
  await writeFile(schema, text.replace(/"doc": "Field 0[^"]*"/, '"doc": "Field 0, in other words."'));
  printTable([
    {
      what: 'compat, one schema changed',
      ours: await measure({ ...compat, prepare: forget }),
      target: { milliseconds: 3_000 },
    },
    { what: 'compat, as the run before', ours: await measure(compat), target: { milliseconds: 500 } },
  ]);
} finally {
  await rm(project, { recursive: true });
}
