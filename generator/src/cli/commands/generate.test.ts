import { execFile } from 'node:child_process';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { command } from '../../../test/command.ts';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';

let root: string;
/** How many files come out of the small project. */
let files: number;

beforeEach(async () => {
  root = await temporaryProject(smallProject);
  files = Number(/\d+/.exec((await generate('--dry-run', '--no-cache')).stdout.split('would be: ')[1] ?? '')?.[0]);
});

const generate = (...argv: readonly string[]) => command(root, 'generate', '--quiet', ...argv);

async function stats(...argv: readonly string[]): Promise<{ printed: number; reused: number }> {
  const { stdout } = await generate('--stats', '--format', 'json', ...argv);
  const { stats } = JSON.parse(stdout);
  return { printed: stats.printed, reused: stats.reused };
}

async function edit(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(root, path), 'utf8');
  expect(text).toContain(from);
  await writeFile(join(root, path), text.replace(from, to));
}

const schema = 'asyncapi/order-placed.v1.avsc';
const output = 'generated/schemas/shop/orders/order-placed.v1.ts';
const addField = () => edit(schema, '"string" }]', '"string" }, { "name": "total", "type": "int" }]');

describe('eventwright generate --dry-run and --diff', () => {
  it('say what would change and touch nothing', async () => {
    await generate();
    await addField();
    const before = await readFile(join(root, output), 'utf8');
    const dry = await generate('--dry-run');
    expect(dry).toEqual({
      exitCode: 0,
      stdout: `M ${output}\nwould be: 1 written, ${files - 1} unchanged, 0 removed; nothing was touched\n`,
      stderr: '',
    });
    const { stdout } = await generate('--diff');
    expect(stdout).toContain(`--- a/${output}\n+++ b/${output}\n@@ `);
    expect(stdout).toContain('\n+  readonly total: number;\n');
    expect(stdout).not.toContain('\u001b');
    expect(await readFile(join(root, output), 'utf8')).toBe(before);
  });

  it('show files that would come and go', async () => {
    await generate();
    await edit('asyncapi/orders.yaml', ' OrderPlaced:', ' OrderTaken:');
    const { exitCode, stdout } = await generate('--check', '--diff');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('--- /dev/null\n+++ b/generated/messages/order-taken.ts\n');
    expect(stdout).toContain('--- a/generated/messages/order-placed.ts\n+++ /dev/null\n');
    expect(stdout).toContain('\nA generated/messages/order-taken.ts\n');
  });
});

describe('eventwright generate --only', () => {
  it('writes and removes only what matches', async () => {
    await generate();
    await edit('asyncapi/orders.yaml', ' OrderPlaced:', ' OrderTaken:');
    expect((await generate('--only', 'messages/**')).stdout).toMatch(/^1 written, 0 unchanged, 1 removed/m);
    expect((await generate('--check')).stdout).toContain('M generated/orders.ts\n');
    expect((await generate()).stdout).toMatch(/, 0 removed/);
    expect((await generate('--check')).exitCode).toBe(0);
  });

  it('says so where nothing matches', async () => {
    const { exitCode, stderr } = await generate('--only', 'nothing/*');
    expect([exitCode, stderr]).toEqual([
      2,
      `--only 'nothing/*' matches none of the ${files} generated files.\n` +
        "Give a glob of paths below the output folder, in quotes, such as 'messages/**' or 'orders.ts'.\n",
    ]);
  });
});

describe('eventwright generate --out', () => {
  it('writes to another folder, which has a cache of its own', async () => {
    await generate('--out', 'elsewhere');
    expect(await readdir(root)).not.toContain('generated');
    expect((await generate('--out', 'elsewhere', '--check')).exitCode).toBe(0);
    expect((await generate('--check')).stdout).toContain('A generated/orders.ts');
  });
});

describe('the first eventwright generate of a project', () => {
  it('ends where the contracts are broken, though the thread of the official parser has been started', async () => {
    await writeFile(join(root, 'asyncapi/orders.yaml'), 'asyncapi: 3.1.0\ninfo: {');
    const launcher = join(import.meta.dirname, '../../../bin/eventwright.js');
    const ended = promisify(execFile)(process.execPath, [launcher, 'generate', '--no-cache'], { cwd: root });
    await expect(ended).rejects.toMatchObject({ code: 3, stdout: expect.stringContaining('YAML_INVALID') });
  });
});

describe('the cache of eventwright generate', () => {
  it('prints only what the change of a schema touches', async () => {
    await generate();
    expect(await stats()).toEqual({ printed: 0, reused: files });
    await addField();
    expect(await stats()).toEqual({ printed: 1, reused: files - 1 });
    expect(await readFile(join(root, output), 'utf8')).toContain('readonly total: number;');
    expect(await stats('--no-cache')).toEqual({ printed: files, reused: 0 });
  });

  it.each([
    ['edited', (file: string) => writeFile(file, 'edited')],
    ['removed', (file: string) => rm(file)],
  ])('repairs a generated file that was %s', async (_what, damage) => {
    await generate();
    const before = await readFile(join(root, output), 'utf8');
    const others = await stat(join(root, 'generated/orders.ts'), { bigint: true });
    await damage(join(root, output));
    expect((await generate('--check')).exitCode).toBe(1);
    expect(await stats()).toEqual({ printed: 1, reused: files - 1 });
    expect(await readFile(join(root, output), 'utf8')).toBe(before);
    expect((await stat(join(root, 'generated/orders.ts'), { bigint: true })).mtimeNs).toBe(others.mtimeNs);
  });

  it('sees that the project asks for other imports', async () => {
    await generate();
    await writeFile(join(root, 'tsconfig.json'), '{ "compilerOptions": { "module": "nodenext" } }');
    expect((await generate()).stdout).toMatch(/^[1-9]\d* written, [1-9]\d* unchanged, 0 removed/);
    expect((await generate()).stdout).toMatch(/^0 written, \d+ unchanged, 0 removed/);
    expect(await readFile(join(root, 'generated/orders.ts'), 'utf8')).toContain(".js';");
  });

  it('sees files that come and go, and another configuration', async () => {
    await generate();
    await writeFile(join(root, 'asyncapi/order-placed.v2.avsc'), await readFile(join(root, schema)));
    expect((await generate()).stdout).toContain('PAYLOAD_VERSION_OLD');
    // A warning is repeated by a run that reads nothing again.
    expect((await generate()).stdout).toContain('PAYLOAD_VERSION_OLD');
    await rm(join(root, 'asyncapi/order-placed.v2.avsc'));
    expect((await generate()).stdout).toMatch(/^\d+ written, \d+ unchanged, 1 removed/);
    await edit('eventwright.config.json', '"generated"', '"generated", "importExtension": ".js"');
    expect((await generate()).stdout).toMatch(/^[1-9]\d* written, [1-9]\d* unchanged, 0 removed/);
  });

  it.each([
    ['cut short', (text: string) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['changed in one letter', (text: string) => text.replace(/"draft":"./, '"draft":"x')],
    ['of another version', (text: string) => `x${text.slice(1)}`],
  ])('is taken for none where it is %s', async (_what, damage) => {
    await generate();
    const folder = join(root, '.eventwright/cache');
    const name = (await readdir(folder)).find((file) => file.startsWith('generate-')) ?? '';
    await writeFile(join(folder, name), damage(await readFile(join(folder, name), 'utf8')));
    expect(await stats()).toEqual({ printed: files, reused: 0 });
    expect(await stats()).toEqual({ printed: 0, reused: files });
  });

  it('is no reason to load the parsers or the printer where nothing has changed', async () => {
    const launcher = join(import.meta.dirname, '../../../bin/eventwright.js');
    const spy = join(import.meta.dirname, '../../../test/print-loaded-modules.ts');
    const loaded = async (): Promise<string> => {
      const { stderr } = await promisify(execFile)(process.execPath, ['--import', spy, launcher, 'generate'], {
        cwd: root,
      });
      return stderr;
    };
    const slow = ['@asyncapi/parser', 'node_modules/yaml/', 'print-typescript', 'edited-schemas'];
    const first = await loaded();
    expect(slow.filter((name) => first.includes(name))).toEqual(slow.slice(0, 3));
    // Whoever needs it, printing does not.
    expect(first).not.toContain('ts-morph');
    const second = await loaded();
    expect(second).toContain('run-generation.ts');
    expect(slow.filter((name) => second.includes(name))).toEqual([]);
    expect(second).not.toContain('parser-thread');
  });
});
