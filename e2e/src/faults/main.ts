import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { reportFailure } from '../../../scripts/process/report-failure.ts';
import { stopSignal } from '../../../scripts/process/stop-signal.ts';
import { UsageError } from '../../../scripts/script-error.ts';
import { cases } from './cases/index.ts';
import { omissions } from './cases/omissions.ts';
import { mutations } from './mutations/mutations.ts';
import { mutationReport, runMutations } from './mutations/run-mutations.ts';
import { reportOf } from './report/report.ts';
import { runCases } from './run-cases.ts';
import type { RunSettings } from './stage/stage.ts';

const usage = `Runs the fault cases on a real Kafka and a real PostgreSQL, which it starts.

Usage: npm run faults -- [options]

  --only F6,F7       run these only; F6 stands for its variants as well
  --seeds N          runs of each case, with seeds 1 to N (default 2)
  --seed N           this seed only
  --duration S       seconds for which each case disturbs (default 4)
  --rate N           changes per second (default 150)
  --client NAME      kafkajs (default) or platformatic
  --long             300 seconds each, 250 changes per second
  --json             results as JSON on standard output instead of the table
  --mutations        switch guards of the runtime off, one after another: each has to be missed by its fault
  --list             name the cases and run none
  --help             show this text

Exit code 1: something did not hold. What processes said, and the history of what did not hold, is kept in the folder
that is named then.
`;

const options = {
  only: { type: 'string' },
  seeds: { type: 'string', default: '2' },
  seed: { type: 'string' },
  duration: { type: 'string' },
  rate: { type: 'string' },
  client: { type: 'string', default: 'kafkajs' },
  long: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  mutations: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const chosen = choose(values.only);
  if (values.list) {
    for (const { id, title } of chosen) console.log(`${id}  ${title}`);
    return;
  }
  const seeds = values.seed === undefined ? upTo(positive('seeds', values.seeds)) : [positive('seed', values.seed)];
  const duration = positive('duration', values.duration ?? (values.long ? '300' : '4')) * 1_000;
  const rate = positive('rate', values.rate ?? (values.long ? '250' : '150'));
  const settings: RunSettings = {
    client: clientOf(values.client),
    duration,
    load: { rate, keys: 40, padding: 100, writers: 8, hot: 0, rollbacks: 0.03 },
    logs: await mkdtemp(join(tmpdir(), 'eventwright-faults-')),
    onProgress: (line) => console.error(`faults: ${line}`),
  };
  const { signal } = stopSignal();
  if (values.mutations) {
    const chosenOnes = mutations.filter(({ shownBy }) => chosen.some(({ id }) => id === shownBy));
    const results = await runMutations({ mutations: chosenOnes, cases, seeds, settings, signal });
    console.log(mutationReport(results));
    process.exitCode = results.every(({ violations }) => violations.length > 0) ? 0 : 1;
    return;
  }
  const results = await runCases({ cases: chosen, seeds, settings, signal });
  const failed = results.some(({ violations }) => violations.length > 0);
  console.log(
    values.json ? JSON.stringify(results, undefined, 2) : reportOf(results, values.only === undefined ? omissions : []),
  );
  if (failed) console.error(`\nfaults: logs and histories are in ${settings.logs}`);
  process.exitCode = failed ? 1 : 0;
}

function choose(only: string | undefined): typeof cases {
  if (only === undefined) return cases;
  const names = only.split(',').map((name) => name.trim().toUpperCase());
  const chosen = cases.filter(({ id }) => names.some((name) => name === id.toUpperCase() || id.startsWith(`${name} `)));
  if (chosen.length === 0) throw new UsageError(`there is no fault ${only}; --list names those that there are`);
  return chosen;
}

function clientOf(name: string): RunSettings['client'] {
  if (name === 'kafkajs' || name === 'platformatic') return name;
  throw new UsageError(`--client is kafkajs or platformatic, not '${name}'`);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new UsageError(`--${name} is a number above 0, not '${text}'`);
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

main().catch(reportFailure);
