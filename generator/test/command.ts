import { vi } from 'vitest';
import { run } from '../src/cli/main.ts';

// The first command of a file loads the official parser, which takes long where many tests run side by side.
vi.setConfig({ testTimeout: 30_000 });

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, in the folder `cwd` and with an empty environment. */
export async function command(cwd: string, ...argv: readonly string[]): Promise<Outcome> {
  const out = { stdout: '', stderr: '' };
  const write = (stream: keyof typeof out) => ({
    write: (text: string) => {
      out[stream] += text;
    },
  });
  const { signal } = new AbortController();
  const exitCode = await run(argv, { stdout: write('stdout'), stderr: write('stderr'), env: {}, cwd, signal });
  return { exitCode, ...out };
}
