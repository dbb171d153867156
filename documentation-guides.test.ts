import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { codeBlocks, markdownFiles } from './documentation.ts';

const guide = 'docs/guides/testing-with-faults.md';
const programs = codeBlocks(markdownFiles.find(({ file }) => file === guide)?.text ?? '')
  .filter(({ language }) => language === 'ts')
  .map(({ code }) => code);

/** What a program writes, in a project that has the packages. Rejects where it fails. */
async function run(program: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-guide-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(join(folder, 'program.ts'), program);
  await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
  return (await promisify(execFile)(process.execPath, ['program.ts'], { cwd: folder })).stdout;
}

describe('the guide to testing with faults', () => {
  it.each([
    ['a service under a plan of faults', 0, /^14 runs, \d+ crashes: every parcel once\n$/],
    ['time in the hands of a test', 1, /parked until 2026-01-01T00:00:05.000Z/],
  ])('has programs that run: %s', { timeout: 240_000 }, async (_, index, output) => {
    expect(programs).toHaveLength(2);
    expect(await run(programs[index] ?? '')).toMatch(output);
  });
});
