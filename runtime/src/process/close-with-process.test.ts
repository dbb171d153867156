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

interface Script {
  /** What it does when it closes, or instead of all that the parts that it closes. */
  readonly close?: string;
  readonly parts?: string;
  readonly failed?: string;
  readonly deadline?: number;
  readonly logs?: boolean;
}

/** A process that serves until it is closed. */
function serve({ close = '', parts, failed = 'undefined', deadline = 20_000, logs = true }: Script): Closing {
  const script = `
    import { closeWithProcess } from ${JSON.stringify(moduleUrl)};
    const busy = setInterval(() => {}, 1000);
    const text = ({ err, part, waiting, holding }) => err?.message ?? [part, ...(waiting ?? holding)].join();
    const write = (level) => (details, message) => console.log(level, message, text(details));
    const log = { info: write('info'), warn: write('warn'), error: write('error') };
    const close = async () => {
      console.log('closing');
      ${close}
      clearInterval(busy);
      console.log('closed');
    };
    closeWithProcess({
      failed: ${failed},
      deadline: ${deadline},
      ...(${logs} ? { log } : {}),
      close: ${parts ?? 'close'},
    });
    console.log('up');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = once(child, 'close');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
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

  const never = 'new Promise(() => {})';
  const say = (name: string) => `${name}: async () => console.log('${name}')`;

  it('closes parts in their order, also behind one that fails', async () => {
    const parts = `{ ready: async () => clearInterval(busy), ${say('orders')},
      delivery: () => Promise.reject(new Error('no database')), ${say('transport')} }`;
    const { child, says, ended } = serve({ parts });
    await says('up');
    child.kill('SIGTERM');
    expect(await ended()).toEqual(['up\norders\ntransport\nerror could not close no database\n', 1]);
  });

  it('ends with code 1 at the deadline, and says what did not close', async () => {
    // Nothing but the deadline is left to keep this process.
    const parts = `{ ready: async () => clearInterval(busy), ${say('orders')}, delivery: () => ${never}, ${say('database')} }`;
    const { child, says, ended } = serve({ parts, deadline: 200 });
    await says('up');
    child.kill('SIGTERM');
    const message = 'did not close within 200 ms, the process ends without it';
    expect(await ended()).toEqual([`up\norders\nerror ${message} delivery,database\n`, 1]);
  });

  it('keeps the deadline after a failure, too', async () => {
    const { ended } = serve({ close: `await ${never};`, failed: "Promise.resolve(new Error('lost'))", deadline: 200 });
    expect(await ended()).toEqual([expect.stringMatching(/lost\nclosing\nerror did not close within 200 ms/), 1]);
  });

  it('cuts off what holds the process after everything is closed', async () => {
    const { child, says, ended } = serve({ close: 'setInterval(() => {}, 1000);' });
    await says('up');
    child.kill('SIGTERM');
    const message = 'warn is closed, but something holds the process: it is ended';
    expect(await ended()).toEqual([expect.stringMatching(new RegExp(`^up\nclosing\nclosed\n${message} .*Timeout`)), 0]);
  });

  it('says to stderr what went wrong where it has no log', async () => {
    const { child, says, ended } = serve({ close: "throw new Error('no broker');", logs: false });
    await says('up');
    child.kill('SIGTERM');
    expect(await ended()).toEqual([expect.stringMatching(/could not close (.|\n)*no broker/), 1]);
  });
});
