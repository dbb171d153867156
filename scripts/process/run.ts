import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  /** Default: the user of this process. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** Called with each line of output as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface RunResult {
  readonly code: number | null;
  /** What the program wrote, both streams in the order in which they came. */
  readonly output: string;
}

/** Runs a program to its end. Rejects only where it could not be started; an exit code is the caller's to judge. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { cwd, user, onLine } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, ...user, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const lines = splitLines((line) => onLine?.(line));
    const take = (chunk: string): void => {
      output += chunk;
      lines(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** Cuts a stream of text into lines; what follows the last line break waits for its end. */
export function splitLines(onLine: (line: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line.trimEnd());
  };
}
