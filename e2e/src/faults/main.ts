import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportFailure } from '../../../scripts/process/report-failure.ts';
import { stopSignal } from '../../../scripts/process/stop-signal.ts';
import { cases } from './cases/index.ts';
import { omissions } from './cases/omissions.ts';
import { type Request, readCommandLine, usage } from './command-line.ts';
import { mutations } from './mutations/mutations.ts';
import { mutationReport, runMutations } from './mutations/run-mutations.ts';
import { countsOf, reportOf } from './report/report.ts';
import { runCases } from './run-cases.ts';
import type { RunSettings } from './stage/stage.ts';

async function main(): Promise<void> {
  const request = readCommandLine(process.argv.slice(2));
  switch (request.action) {
    case 'help':
      process.stdout.write(usage);
      return;
    case 'list':
      console.log(listOf(request));
      return;
    case 'run':
      return run(request, await settingsOf(request));
    case 'mutations':
      return runWithoutGuards(request, await settingsOf(request));
  }
}

function listOf({ cases: listed }: Request): string {
  const width = Math.max(...listed.map(({ id }) => id.length));
  return listed.map(({ id, title }) => `${id.padEnd(width)}  ${title}`).join('\n');
}

async function settingsOf({ settings }: Request): Promise<RunSettings> {
  const logs = await mkdtemp(join(tmpdir(), 'eventwright-faults-'));
  // A case starts ten processes of the same program, and half of what that takes is to compile it.
  process.env['NODE_COMPILE_CACHE'] ??= join(logs, 'compiled');
  return {
    ...settings,
    logs,
    onProgress: (line) => console.error(`faults: ${line}`),
  };
}

async function run(request: Request, settings: RunSettings): Promise<void> {
  const { signal } = stopSignal();
  const { results, omissions: lacking } = await runCases({ ...request, settings, signal });
  if (request.counts !== undefined) await writeFile(request.counts, JSON.stringify(countsOf(results)));
  const failed = results.some(({ violations }) => violations.length > 0);
  if (request.json) console.log(JSON.stringify(results, undefined, 2));
  else console.log(reportOf(results, [...(request.partial ? [] : omissions), ...lacking]));
  if (failed) console.error(`\nfaults: logs and histories are in ${settings.logs}`);
  process.exitCode = failed ? 1 : 0;
}

async function runWithoutGuards({ cases: chosen, partial, seeds }: Request, settings: RunSettings): Promise<void> {
  const { signal } = stopSignal();
  const ids = chosen.map(({ id }) => id);
  const shown = mutations.filter(({ shownBy }) => (typeof shownBy === 'string' ? ids.includes(shownBy) : !partial));
  const results = await runMutations({ mutations: shown, cases, seeds, settings, signal });
  console.log(mutationReport(results));
  process.exitCode = results.every(({ violations }) => violations.length > 0) ? 0 : 1;
}

// Each process of the workload is ended with this one.
process.setMaxListeners(0);
await main().catch(reportFailure);
// Clients that lost their broker may still be trying to reach it.
process.exit();
