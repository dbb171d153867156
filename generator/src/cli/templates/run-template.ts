import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { CliError } from '../cli-error.ts';
import { exitCode } from '../exit-code.ts';
import type { TemplateJob, TemplateNews } from './template-process.ts';

export interface TemplateRun {
  readonly job: TemplateJob;
  /** What paths in parameters are relative to. */
  readonly cwd: string;
  /** Absolute paths of folders where packages are looked for that are not beside who wants them. */
  readonly packages: readonly string[];
  /** Ends the process. */
  readonly signal: AbortSignal;
  begun(application: string): void;
}

/** Of all that a process prints, the end is what tells why it failed. In characters. */
const kept = 2_000;

/** Runs a template in a process of its own. Rejects with a `CliError` where it fails, and as an interrupt does. */
export async function runTemplate({ job, cwd, packages, signal, begun }: TemplateRun): Promise<void> {
  // The same extension as this file: sources in the repository, JavaScript in the package.
  const entry = new URL(`./template-process${extname(import.meta.filename)}`, import.meta.url);
  const child = fork(entry, {
    cwd,
    env: { ...process.env, NODE_PATH: packages.join(process.platform === 'win32' ? ';' : ':') },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    signal,
    killSignal: 'SIGKILL',
  });
  let printed = '';
  let outcome: TemplateNews | undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-kept);
    });
  }
  child.on('message', (news: TemplateNews) => {
    if (news.kind === 'begun') begun(news.application);
    else outcome = news;
  });
  child.send(job);
  await once(child, 'close').catch((error: unknown) => {
    if (signal.aborted) throw new CliError(exitCode.interrupted, 'Interrupted.', { cause: error });
    throw error;
  });
  if (outcome?.kind === 'done') return;
  const why = outcome?.kind === 'failed' ? outcome.message : 'its process has ended';
  throw new CliError(exitCode.environment, `The template failed: ${why}`, {
    help: printed.trim() === '' ? 'Nothing was written.' : `Nothing was written. It has printed:\n${printed.trim()}`,
  });
}

/** The main file of `@asyncapi/generator`, installed in one of the folders or above it. Throws a `CliError` without one. */
export function findGenerator(folders: readonly string[]): string {
  for (const folder of folders) {
    try {
      return createRequire(join(folder, 'package.json')).resolve('@asyncapi/generator');
    } catch {
      // Not here.
    }
  }
  throw new CliError(exitCode.environment, 'The package @asyncapi/generator is not installed.', {
    help: 'Templates are run by it: npm install --save-dev @asyncapi/generator.',
  });
}
