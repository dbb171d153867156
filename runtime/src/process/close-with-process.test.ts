import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

const moduleUrl = pathToFileURL(`${import.meta.dirname}/close-with-process.ts`).href;

interface Closing {
  readonly child: ChildProcess;
  /** Resolves when the process has written the text. */
  says(text: string): Promise<void>;
  /** All that it has written, and its exit code, once it has ended. */
  ended(): Promise<readonly [output: string, code: number | null]>;
}

/** A process that serves until it is closed; `close` and `failed` are what it does then and when it fails. */
function serve({ close = '', failed = 'undefined' }: { close?: string; failed?: string }): Closing {
  const script = `
    import { closeWithProcess } from ${JSON.stringify(moduleUrl)};
    const busy = setInterval(() => {}, 1000);
    const write = (level) => (details, message) => console.log(level, message, details.err.message);
    closeWithProcess({
      failed: ${failed},
      log: { info: write('info'), warn: write('warn'), error: write('error') },
      async close() {
        console.log('closing');
        ${close}
        clearInterval(busy);
        console.log('closed');
      },
    });
    console.log('up');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = once(child, 'close');
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  return {
    child,
    says: (text) => expect.poll(() => output, { timeout: 20_000 }).toContain(text),
    ended: async () => {
      await exit;
      return [output, child.exitCode];
    },
  };
}

describe('closeWithProcess', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('closes at %s and ends with code 0', async (signal) => {
    const { child, says, ended } = serve({});
    await says('up');
    child.kill(signal);
    expect(await ended()).toEqual(['up\nclosing\nclosed\n', 0]);
  });

  it('takes the echo of a signal for the same one: npm passes on what the terminal has sent already', async () => {
    const { child, says, ended } = serve({ close: 'await new Promise((resolve) => setTimeout(resolve, 200));' });
    await says('up');
    child.kill('SIGINT');
    await says('closing');
    child.kill('SIGINT');
    expect(await ended()).toEqual(['up\nclosing\nclosed\n', 0]);
  });

  it('ends at once at a later signal, whichever came first', async () => {
    const { child, says, ended } = serve({ close: 'await new Promise(() => {});' });
    await says('up');
    child.kill('SIGTERM');
    await says('closing');
    const impatient = setInterval(() => child.kill('SIGINT'), 100);
    expect(await ended()).toEqual(['up\nclosing\n', 130]);
    clearInterval(impatient);
  });

  it('closes and ends with code 1 when what it serves has failed for good', async () => {
    const { ended } = serve({ failed: "Promise.resolve(new Error('position lost'))" });
    expect(await ended()).toEqual(['up\nerror receives no more, the process ends position lost\nclosing\nclosed\n', 1]);
  });

  it('ends with code 1 where it could not close', async () => {
    const { child, says, ended } = serve({ close: "throw new Error('no broker');" });
    await says('up');
    child.kill('SIGTERM');
    expect(await ended()).toEqual(['up\nclosing\nerror could not close no broker\n', 1]);
  });
});
