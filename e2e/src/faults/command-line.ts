import { parseArgs } from 'node:util';
import { UsageError } from '../../../scripts/script-error.ts';
import type { FaultCase } from './cases/fault-case.ts';
import { cases } from './cases/index.ts';
import type { RunSettings } from './stage/stage.ts';
import type { Load } from './workload/member-settings.ts';

export const usage = `Runs the fault cases on a real Kafka and a real PostgreSQL, which it starts.

Usage: npm run faults -- [options]

  --only F6,F7       run these only; F6 stands for its variants as well
  --seeds N          runs of each case, with seeds 1 to N (default 2)
  --seed N           this seed only
  --duration S       seconds for which each case disturbs (default 4)
  --rate N           changes per second (default 150)
  --client NAME      kafkajs (default), platformatic, or both: one by odd seeds, the other by even ones
  --budget M         minutes after which only first seeds are begun; what is left out then is named
  --tries N          runs of a case with a seed until it holds, at most (default 1); the table says what took more than one
  --jobs N           cases side by side, one of them of those that harm the engines (default 3)
  --long             300 seconds each, 250 changes per second, one after another
  --json             results as JSON on standard output instead of the table
  --counts FILE      writes how many rows of the table hold and how many fail into a file, as test runners do
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
  budget: { type: 'string' },
  tries: { type: 'string', default: '1' },
  jobs: { type: 'string' },
  long: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  counts: { type: 'string' },
  mutations: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** What the user asks for. */
export interface Request {
  readonly action: 'run' | 'mutations' | 'list' | 'help';
  readonly cases: readonly FaultCase[];
  /** True where cases were left out by name. */
  readonly partial: boolean;
  readonly seeds: readonly number[];
  /** Milliseconds after which no second seed is begun. */
  readonly budget: number;
  /** Of a case with a seed, at most. */
  readonly tries: number;
  readonly jobs: number;
  readonly json: boolean;
  /** Path of a file for the counts. */
  readonly counts: string | undefined;
  /** They take turns with the seeds. */
  readonly clients: readonly RunSettings['client'][];
  readonly settings: Pick<RunSettings, 'client' | 'duration' | 'load'>;
}

/** Throws a `UsageError` that says what is wrong. */
export function readCommandLine(args: readonly string[]): Request {
  const { values } = parseArgs({ options, args: [...args] });
  const { long } = values;
  const clients = clientsOf(values.client);
  const rate = positive('rate', values.rate ?? (long ? '250' : '150'));
  return {
    action: values.help ? 'help' : values.list ? 'list' : values.mutations ? 'mutations' : 'run',
    cases: choose(values.only),
    partial: values.only !== undefined,
    seeds: values.seed === undefined ? upTo(positive('seeds', values.seeds)) : [positive('seed', values.seed)],
    budget: values.budget === undefined ? Number.POSITIVE_INFINITY : positive('budget', values.budget) * 60_000,
    tries: positive('tries', values.tries),
    jobs: positive('jobs', values.jobs ?? (long ? '1' : '3')),
    json: values.json,
    counts: values.counts,
    clients,
    settings: {
      client: clients[0],
      duration: positive('duration', values.duration ?? (long ? '300' : '4')) * 1_000,
      load: { ...usualLoad, rate },
    },
  };
}

const usualLoad: Omit<Load, 'rate'> = {
  keys: 120,
  padding: 100,
  large: 0,
  together: 8,
  writers: 16,
  hot: 0,
  rollbacks: 0.03,
  backlog: 2_000,
};

function choose(only: string | undefined): readonly FaultCase[] {
  if (only === undefined) return cases;
  const names = only.split(',').map((name) => name.trim().toUpperCase());
  return names.flatMap((name) => {
    const named = cases.filter(({ id }) => id.toUpperCase() === name || id.startsWith(`${name} `));
    if (named.length === 0) throw new UsageError(`there is no fault ${name}; --list names those that there are`);
    return named;
  });
}

function clientsOf(name: string): readonly [RunSettings['client'], ...RunSettings['client'][]] {
  if (name === 'both') return ['kafkajs', 'platformatic'];
  if (name === 'kafkajs' || name === 'platformatic') return [name];
  throw new UsageError(`--client is kafkajs, platformatic or both, not '${name}'`);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new UsageError(`--${name} is a number above 0, not '${text}'`);
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
