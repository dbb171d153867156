import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ServiceName } from '@shop/shop';

/** A service in a process of its own. */
export interface ServiceProcess {
  /** As a crash would: nothing is drained, nothing committed. */
  kill(): Promise<void>;
  /** As an orchestrator would. Resolves with the exit code. */
  terminate(): Promise<number | null>;
}

/** Starts `services/<name>/src/main.ts` and resolves once it says that it is ready. Rejects with its output if it ends before. */
export async function startProcess(
  service: ServiceName,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ServiceProcess> {
  const main = join(import.meta.dirname, '../../services', service, 'src/main.ts');
  const child = spawn(process.execPath, [main], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  await ready(child, service);
  return {
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async terminate() {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}

function ready(child: ChildProcess, service: ServiceName): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let output = '';
  const listen = (chunk: Buffer): void => {
    output += chunk.toString();
    if (/"msg":"\w+ (receives|serves)"/.test(output)) resolve();
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  child.once('exit', () => reject(new Error(`${service} ended before it was ready:\n${output}`)));
  return promise;
}
