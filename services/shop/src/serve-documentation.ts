import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { join } from 'node:path';

/** The documentation site of the shop's contracts, in a process of its own. */
export interface Documentation {
  close(): Promise<void>;
}

export interface DocumentationOptions {
  /** 0 takes any that is free. */
  readonly port: number;
  /** Called once, with its address, when there are pages. */
  ready(url: string): void;
  /** Called at most once, with the reason, where there will be none. The shop goes on. */
  failed(reason: string): void;
}

const repository = join(import.meta.dirname, '../../..');

/** A process that has lost its parent, however that ended, would keep the port: its stdin ends then. */
const endWithParent = 'data:text/javascript,process.stdin.on("end",()=>process.exit()).resume().unref()';

/**
 * Has `eventwright docs serve` make and serve the site, behind everything else that the machine has to do. It reads contracts
 * and code for some seconds, which nobody should have to wait for.
 */
export function serveDocumentation({ port, ready, failed }: DocumentationOptions): Documentation {
  const command = join(repository, 'generator/bin/eventwright.js');
  const config = join(repository, 'eventwright.config.json');
  const argv = [command, 'docs', 'serve', '--port', String(port), '--config', config, '--quiet', '--no-color'];
  const child = spawn(process.execPath, ['--import', endWithParent, ...argv], { stdio: 'pipe' });
  const ended = Promise.race([once(child, 'exit'), once(child, 'error')]);
  let [printed, complained, isClosed, isReady] = ['', '', false, false];
  child.once('spawn', () => lowerPriority(child.pid));
  child.stdout.on('data', (chunk: Buffer) => {
    if (isReady) return;
    printed += chunk.toString();
    const url = / on (http:\S+)/.exec(printed)?.[1];
    if (url === undefined) return;
    isReady = true;
    ready(url);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complained = (complained + chunk.toString()).slice(-500);
  });
  void ended
    .catch(() => undefined)
    .then(() => {
      if (!isClosed && !isReady) failed(firstLine(complained));
    });
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  return {
    async close() {
      isClosed = true;
      process.off('exit', kill);
      // It keeps nothing, so there is nothing to wait for.
      if (kill()) await ended.catch(() => undefined);
    },
  };
}

/** Not every system allows it. */
function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, 5);
  } catch {
    // Then it is as important as the rest.
  }
}

const firstLine = (text: string): string => text.trim().split('\n')[0] || 'its process has ended';
