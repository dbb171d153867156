import { CommanderError } from 'commander';
import { type ExitCode, exitCode } from './exit-code.ts';
import { interruptSignal } from './interrupt-signal.ts';
import type { Io } from './io.ts';
import { runProgram } from './program.ts';

/** Runs a command line and resolves with its exit code. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await runProgram(argv, io);
  } catch (error) {
    // How commander ends after `--help`, `--version` and arguments that it does not understand; it has said why.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.clean : exitCode.usage;
    throw error;
  }
}

/** The command `eventwright`: `run` in this process. */
export async function main(): Promise<void> {
  const signal = interruptSignal();
  // Whoever reads the output may stop early, as `head` does.
  process.stdout.on('error', (error) => {
    if (!('code' in error && error.code === 'EPIPE')) throw error;
  });
  const { stdout, stderr, env } = process;
  const io: Io = { stdout, stderr, env, cwd: process.cwd(), signal };
  process.exitCode = await run(process.argv.slice(2), io);
  // Work that an interrupt has left behind would keep the process alive.
  if (signal.aborted) process.exit();
}
