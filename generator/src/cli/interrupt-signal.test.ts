import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { command } from '../../test/command.ts';
import { smallProject, temporaryProject } from '../../test/temporary-project.ts';

const eventwright = fileURLToPath(new URL('../../bin/eventwright.js', import.meta.url));

function start(cwd: string, script: readonly string[]) {
  const child = spawn(process.execPath, script, { cwd });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return {
    child,
    async says(text: string): Promise<void> {
      while (!output.includes(text)) await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data')]);
    },
    async ended(): Promise<readonly [code: number | null, signal: string | null]> {
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      return [child.exitCode, child.signalCode];
    },
  };
}

/** Sends the signal again and again, as an impatient person does, until the process is gone. */
async function interrupt({ child, ended }: ReturnType<typeof start>, every: number) {
  child.kill('SIGINT');
  const impatient = setInterval(() => child.kill('SIGINT'), every);
  const end = await ended();
  clearInterval(impatient);
  return end;
}

const waiting = (work: string): readonly string[] => [
  '--input-type=module',
  '-e',
  `import { interruptSignal } from ${JSON.stringify(new URL('./interrupt-signal.ts', import.meta.url).href)};
   const signal = interruptSignal();
   signal.addEventListener('abort', () => { console.log('aborted'); ${work} });
   setInterval(() => undefined, 1_000);
   console.log('up');`,
];

describe('a process that is interrupted', () => {
  it('takes what follows at once for the same wish, and ends by itself', async () => {
    const process = start('.', waiting('setTimeout(() => { console.log("done"); globalThis.process.exit(7); }, 300);'));
    await process.says('up');
    expect(await interrupt(process, 20)).toEqual([7, null]);
  });

  it('ends at a later wish, code 130, where it does not end by itself', async () => {
    const process = start('.', waiting(''));
    await process.says('up');
    expect(await interrupt(process, 100)).toEqual([130, null]);
  });

  it.each([0, 600, 1_200])(
    'has written all or nothing when generate is interrupted %i ms after it has begun',
    async (delay) => {
      const root = await temporaryProject(smallProject);
      await command(root, 'generate');
      const before = await generated(root);
      const schema = join(root, 'asyncapi/order-placed.v1.avsc');
      await writeFile(schema, (await readFile(schema, 'utf8')).replace('orderId', 'orderNumber'));

      const process = start(root, [eventwright, 'generate', '--no-cache']);
      await process.says('reading');
      await new Promise((resolve) => setTimeout(resolve, delay));
      const [code, signal] = await interrupt(process, 1);
      const after = await generated(root);
      // Node takes its listeners away a moment before the process is gone; by then all is done.
      if (signal !== null) expect(after).toEqual(await afterNextRun(root));
      else if (code === 130) expect([before, await afterNextRun(root)]).toContainEqual(after);
      else expect([code, after]).toEqual([0, await afterNextRun(root)]);
    },
  );
});

async function generated(root: string): Promise<Readonly<Record<string, string>>> {
  const files = await readdir(join(root, 'generated'), { recursive: true, withFileTypes: true });
  const read = files
    .filter((file) => file.isFile() && !file.parentPath.includes('.eventwright-staging'))
    .map(async (file) => [file.name, await readFile(join(file.parentPath, file.name), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(read));
}

async function afterNextRun(root: string): Promise<Readonly<Record<string, string>>> {
  await command(root, 'generate');
  return generated(root);
}
