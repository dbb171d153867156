import { spawn } from 'node:child_process';

/** A whole process, run several times. */
export interface Measurement {
  /** Median of wall time, in milliseconds. */
  readonly milliseconds: number;
  /** Median of the processor time of all threads, in milliseconds, which a busy machine changes less. */
  readonly processor?: number;
  /** Largest resident set of any run, in MiB; of the process with all its threads, none of those measured has children. */
  readonly memory?: number;
}

export interface Command {
  readonly arguments: readonly string[];
  readonly cwd?: string;
  /** Runs before each run, not counted. */
  readonly prepare?: () => Promise<void>;
  /** Counts the time until this stands in what the process prints, instead of until its end; then ends it by SIGTERM. */
  readonly until?: RegExp;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs `node` with the arguments once to warm caches, then `runs` times. Rejects where the command fails. */
export async function measure(command: Command, runs = 5): Promise<Measurement> {
  const [measurement] = await measureInTurn([command], runs);
  if (measurement === undefined) throw new RangeError('nothing was measured');
  return measurement;
}

/** Measures commands that are compared: each run of one is followed by one of the next, so all meet the same machine. */
export async function measureInTurn(commands: readonly Command[], runs = 5): Promise<readonly Measurement[]> {
  const results = commands.map((): Run[] => []);
  for (let run = 0; run <= runs; run += 1) {
    for (const [index, command] of commands.entries()) {
      await command.prepare?.();
      const result = await runOnce(command);
      if (run > 0) results[index]?.push(result);
    }
  }
  return results.map(summary);
}

interface Run {
  readonly milliseconds: number;
  /** Undefined where the process was ended before it could say so. */
  readonly usage: { readonly processor: number; readonly memory: number } | undefined;
}

function summary(runs: readonly Run[]): Measurement {
  const milliseconds = median(runs.map((run) => run.milliseconds));
  const usages = runs.flatMap(({ usage }) => usage ?? []);
  if (usages.length === 0) return { milliseconds };
  return {
    milliseconds,
    processor: median(usages.map(({ processor }) => processor)),
    memory: Math.max(...usages.map(({ memory }) => memory)),
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** Writes processor time, in µs, and largest resident set, in KiB, to a pipe of its own when the process ends. */
const reporter =
  "data:text/javascript,import{writeSync}from'node:fs';" +
  "process.on('exit',()=>{const u=process.resourceUsage();writeSync(3,u.userCPUTime+u.systemCPUTime+' '+u.maxRSS)})";

function runOnce({ arguments: args, cwd, until, environment }: Command): Promise<Run> {
  const { promise, resolve, reject } = Promise.withResolvers<Run>();
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', reporter, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let output = '';
  let reached: number | undefined;
  let usage = '';
  const read = (chunk: Buffer): void => {
    output += chunk.toString();
    if (reached === undefined && until?.test(output)) {
      reached = performance.now() - started;
      child.kill('SIGTERM');
    }
  };
  child.stdout?.on('data', read);
  child.stderr?.on('data', read);
  child.stdio[3]?.on('data', (chunk: Buffer) => {
    usage += chunk.toString();
  });
  child.once('error', reject);
  child.once('close', (code) => {
    const milliseconds = until === undefined ? performance.now() - started : reached;
    if (milliseconds === undefined || (until === undefined && code !== 0)) {
      reject(new Error(`node ${args.join(' ')} ended with ${code}:\n${output}`));
    } else resolve({ milliseconds, usage: usageIn(usage) });
  });
  return promise;
}

function usageIn(text: string): Run['usage'] {
  const [microseconds, kibibytes] = text.split(' ').map(Number);
  if (microseconds === undefined || kibibytes === undefined) return undefined;
  return { processor: microseconds / 1_000, memory: kibibytes / 1_024 };
}
