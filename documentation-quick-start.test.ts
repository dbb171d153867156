import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markdownFiles } from './documentation.ts';
import { command } from './generator/test/command.ts';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'eventwright-quick-start-'));
  await writeFile(join(root, 'package.json'), '{ "type": "module" }\n');
  const tsconfig = { extends: resolve('tsconfig.json'), include: ['program.ts', 'generated'] };
  await writeFile(join(root, 'tsconfig.json'), JSON.stringify(tsconfig));
  await symlink(resolve('node_modules'), join(root, 'node_modules'), 'junction');
});

afterAll(() => rm(root, { recursive: true, force: true }));

/** What a guide has its reader do, in order: write a file, or run a line. */
type Step = { readonly file: string; readonly text: string } | { readonly line: string };

function stepsOf(guide: string): readonly Step[] {
  const text = markdownFiles.find(({ file }) => file === `docs/guides/${guide}.md`)?.text ?? '';
  const blocks = text.matchAll(/(?:^`(?<file>[^`\n]+)`:\n\n)?^```(?<language>\w*)\n(?<code>.*?)^```$/gms);
  return [...blocks].flatMap(({ groups }): readonly Step[] => {
    const { file, language, code = '' }: Readonly<Record<string, string | undefined>> = groups ?? {};
    if (file !== undefined) return [{ file, text: code }];
    return language === 'sh'
      ? code
          .trim()
          .split('\n')
          .map((line) => ({ line }))
      : [];
  });
}

/** Everything that was printed, line by line of the guide. */
async function follow(guide: string): Promise<ReadonlyMap<string, string>> {
  const printed = new Map<string, string>();
  for (const step of stepsOf(guide)) {
    if ('line' in step) printed.set(step.line, await runLine(step.line));
    else await write(step.file, step.text);
  }
  return printed;
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), text);
}

async function runLine(line: string): Promise<string> {
  const [program, ...words] = line.split(' ');
  if (program === 'node') return (await promisify(execFile)(process.execPath, words, { cwd: root })).stdout;
  expect([program, words[0]]).toEqual(['npx', 'eventwright']);
  const { exitCode, stdout, stderr } = await command(root, ...words.slice(1));
  expect({ line, exitCode, stdout, stderr }).toMatchObject({ exitCode: 0 });
  return stdout;
}

describe('the guides for beginners', { timeout: 240_000 }, () => {
  it('lead from nothing to the first event', async () => {
    const printed = await follow('quick-start');
    expect(printed.get('node program.ts')).toBe('billing: o-1 costs 12.50\n');
    expect(await readFile(join(root, '.eventwright/docs/events/OrderPlaced.html'), 'utf8')).toContain(
      'sendOrderPlaced',
    );
    const tsc = resolve('node_modules/typescript/bin/tsc');
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', root, '--pretty', 'false']).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  });

  it('lead from there to a second version that breaks nobody, and tell of those that would', async () => {
    const printed = await follow('evolve-a-schema');
    expect(printed.get('npx eventwright compat')).toContain('nothing breaks against the last release');
    expect(printed.get('npx eventwright diff')).toContain('note');
    expect(printed.get('npx eventwright readers OrderPlaced.total')).toContain('program.ts');
  });

  it('are right in that a field without a default would break who receives it, who is named', async () => {
    const lock = await readFile(join(root, 'eventwright.lock'), 'utf8');
    await command(root, 'new', 'version', 'OrderPlaced');
    const file = 'asyncapi/schemas/order-placed.v3.avsc';
    const text = await readFile(join(root, file), 'utf8');
    await write(file, text.replace('"fields": [', '"fields": [\n    { "name": "shop", "type": "string" },'));
    const { exitCode, stdout } = await command(root, 'compat');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('billing');
    expect(stdout).toContain('billing-team');
    expect(lock).toBe(await readFile(join(root, 'eventwright.lock'), 'utf8'));
  });

  it('are right in that lint fails after the date of a deprecation', async () => {
    const file = 'asyncapi/schemas/order-placed.v3.avsc';
    const text = await readFile(join(root, file), 'utf8');
    const mark = (day: string) =>
      text.replace('"doc": "In euros."', `"doc": "In euros.", "x-deprecated": { "removeAfter": "${day}" }`);
    await write(file, mark('2020-06-30'));
    const overdue = await command(root, 'lint');
    expect(overdue.exitCode).toBe(1);
    expect(overdue.stdout).toContain('LINT_DEPRECATION_OVERDUE');
    await write(file, mark('9000-06-30'));
    expect((await command(root, 'lint')).stdout).not.toContain('LINT_DEPRECATION_OVERDUE');
  });
});
