import { spawn } from 'node:child_process';

/** A whole process, run several times. */
export interface Measurement {
  /** Median of wall time, in milliseconds. */
  readonly milliseconds: number;
  /** Largest resident set of any run, in MiB. */
  readonly memory: number;
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
  const results: Measurement[] = [];
  for (let run = 0; run <= runs; run += 1) {
    await command.prepare?.();
    const result = await runOnce(command);
    if (run > 0) results.push(result);
  }
  const times = results.map((result) => result.milliseconds).sort((a, b) => a - b);
  return {
    milliseconds: times[Math.floor(times.length / 2)] ?? Number.NaN,
    memory: Math.max(...results.map((result) => result.memory)),
  };
}

/** Writes the largest resident set, in KiB, to a pipe of its own when the process ends. */
const reporter =
  "data:text/javascript,import{writeSync}from'node:fs';" +
  "process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))";

function runOnce({ arguments: args, cwd, until, environment }: Command): Promise<Measurement> {
  const { promise, resolve, reject } = Promise.withResolvers<Measurement>();
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', reporter, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let output = '';
  let reached: number | undefined;
  let kibibytes = '';
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
    kibibytes += chunk.toString();
  });
  child.once('error', reject);
  child.once('close', (code) => {
    const milliseconds = until === undefined ? performance.now() - started : reached;
    if (milliseconds === undefined || (until === undefined && code !== 0)) {
      reject(new Error(`node ${args.join(' ')} ended with ${code}:\n${output}`));
    } else resolve({ milliseconds, memory: Number(kibibytes) / 1024 });
  });
  return promise;
}
