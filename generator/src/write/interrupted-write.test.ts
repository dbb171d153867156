import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyWrite } from './apply-write.ts';
import { isCurrent, planWrite } from './plan-write.ts';

const fileCount = 100;
const textOf = (version: number, index: number): string => `${version} of ${index}\n`.repeat(5_000);
const filesOf = (version: number) =>
  Array.from({ length: fileCount }, (_, index) => ({
    path: `f${index % 20}/${index}.ts`,
    text: textOf(version, index),
  }));

/** Writes version after version until it is killed, and says which one it is at. */
const writer = `
import { applyWrite } from ${JSON.stringify(join(import.meta.dirname, 'apply-write.ts'))};
import { planWrite } from ${JSON.stringify(join(import.meta.dirname, 'plan-write.ts'))};
const [directory] = process.argv.slice(1);
for (let version = 1; ; version += 1) {
  const text = (index) => (version + ' of ' + index + '\\n').repeat(5_000);
  const files = Array.from({ length: ${fileCount} }, (_, index) => ({ path: 'f' + (index % 20) + '/' + index + '.ts', text: text(index) }));
  const plan = await planWrite(directory, files);
  process.stdout.write(version + '\\n');
  await applyWrite(plan);
}
`;

async function killAt(child: ChildProcess, version: number, delay: number): Promise<void> {
  const reached = Promise.withResolvers<void>();
  child.stdout?.on('data', (chunk: Buffer) => {
    if (chunk.toString().split('\n').includes(String(version))) reached.resolve();
  });
  child.once('exit', (code) => reached.reject(new Error(`the writer ended with ${code}`)));
  await reached.promise;
  const end = performance.now() + delay;
  while (performance.now() < end) await new Promise((resolve) => setImmediate(resolve));
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('a run that is killed while it writes', () => {
  // A moment in the write of the second version, which takes some tens of milliseconds.
  it.each([1, 5, 10, 20, 30, 45, 60, 90])(
    'leaves each file old or new after %d ms, and the next run mends it',
    async (delay) => {
      const directory = join(await mkdtemp(join(tmpdir(), 'eventwright-killed-')), 'out');
      await killAt(spawn(process.execPath, ['--input-type=module', '-e', writer, directory]), 2, delay);
      for (const [index, { path }] of filesOf(0).entries()) {
        const text = await readFile(join(directory, path), 'utf8');
        expect(text).toBe(textOf(Number.parseInt(text, 10), index));
      }
      const files = filesOf(1_000).slice(1);
      await applyWrite(await planWrite(directory, files));
      expect(isCurrent(await planWrite(directory, files))).toBe(true);
      const present = await readdir(directory, { recursive: true, withFileTypes: true });
      expect(present.filter((entry) => entry.isFile())).toHaveLength(files.length + 1);
      expect(present.filter((entry) => entry.name.startsWith('.eventwright-staging'))).toEqual([]);
    },
  );
});
