import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ts } from 'ts-morph';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitTypeScript } from '../../src/emit/typescript/index.ts';
import { readContracts } from '../../src/read-contracts.ts';
import { noFindingsCache } from '../../src/write/findings-cache.ts';
import { command } from '../command.ts';
import { smallProject, temporaryProject } from '../temporary-project.ts';

const workspace = join(import.meta.dirname, 'fixtures/workspace');
const repository = join(import.meta.dirname, '../../..');
const roots: string[] = [];

async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryProject(files);
  roots.push(root);
  return root;
}

let root: string;

beforeAll(async () => {
  root = await project({});
  await cp(workspace, root, { recursive: true });
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction');
});

afterAll(() => Promise.all(roots.map((one) => rm(one, { recursive: true }))));

describe('eventwright readers', () => {
  it('tells who reads a field, with the lines of code, before anything was generated', async () => {
    expect(await command(root, 'readers', 'StockCounted#key', '--quiet')).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `1 service, 2 places

@acme/billing, application billing
  services/billing/src/app.ts:15:17        reads                StockCounted#key.sku (named)
      void [key.sku, value.count];
  services/billing/src/handed-on.ts:52:40  may read everything  StockCounted#key (passed as any)
      stockCounted: async (event) => log(event),
`,
    });
  });

  it('lists writers and tests on demand, and counts them otherwise', async () => {
    const { stdout } = await command(root, 'readers', 'OrderPlaced.total.amount', '--quiet');
    expect(stdout).toMatch(/\nWith --all also 1 place in tests\.\n$/);
    expect(stdout).not.toContain('app.test.ts');
    const { stdout: all } = await command(root, 'readers', 'OrderClosed.orderId', '--all', '--quiet');
    expect(all).toContain('services/orders/src/app.ts:12:55  writes  OrderClosed.orderId (becomes the value)');
  });

  it('says that nothing reads a field', async () => {
    expect(await command(root, 'readers', 'OrderClosed.orderId', '--quiet')).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: 'Nothing reads OrderClosed.orderId.\n\nWith --all also 1 place that writes.\n',
    });
  });

  it.each([
    ['OrderPlacd', "There is no message 'OrderPlacd'.\nDid you mean 'OrderPlaced'?\n"],
    ['OrderPlaced.totl', "There is no field 'totl' in OrderPlaced.\nDid you mean 'total'?\n"],
  ])('suggests what may be meant by %s', async (field, stderr) => {
    expect(await command(root, 'readers', field, '--quiet')).toEqual({ exitCode: 2, stdout: '', stderr });
  });

  it('looks through several projects, and tells of a place once', async () => {
    const one = '{ "extends": "../../tsconfig.json", "include": ["src", "../billing/src"] }';
    for (const service of ['billing', 'orders']) await writeFile(join(root, `services/${service}/tsconfig.json`), one);
    const argv = ['readers', 'StockCounted.count', '--project', 'services/*/tsconfig.json'];
    const { stdout } = await command(root, ...argv, '--quiet');
    expect(stdout).toContain('1 service, 2 places\n');
  });

  it('says what keeps it from finding everything', async () => {
    const file = join(root, 'services/orders/src/broken.ts');
    await writeFile(file, "import { gone } from './gone.ts';\nvoid gone;\n");
    const { exitCode, stdout } = await command(root, 'readers', 'OrderClosed.orderId', '--quiet');
    await rm(file);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('There may be more, since the compiler does not understand all of the code:\n');
    expect(stdout).toContain("  services/orders/src/broken.ts:1:22 Cannot find module './gone.ts'");
  });

  it('says that the runtime is not there, without which generated code has no types', async () => {
    const alone = await project({ ...smallProject, 'tsconfig.json': '{ "compilerOptions": { "types": [] } }' });
    await writeFile(join(alone, 'app.ts'), 'export {};\n');
    const { stdout } = await command(alone, 'readers', 'OrderPlaced', '--quiet');
    expect(stdout).toContain("Cannot find module '@eventwright/runtime', which generated code imports.");
  });
});

describe('a manifest', () => {
  it('is written by one repository and read by another, the same every time', async () => {
    const written = await command(root, 'readers', '--out', 'readers.json', '--format', 'json');
    expect(JSON.parse(written.stdout)).toMatchObject({ exitCode: 0, written: 'readers.json' });
    const text = await readFile(join(root, 'readers.json'), 'utf8');
    await command(root, 'readers', '--out', 'readers.json', '--quiet');
    expect(await readFile(join(root, 'readers.json'), 'utf8')).toBe(text);
    expect(text).not.toContain(root);

    const config = { contracts: 'contracts', generate: { typescript: { out: 'generated' } } };
    const readers = { projects: [], manifests: ['../elsewhere.json'] };
    const contracts = await project({
      'elsewhere.json': text,
      'home/eventwright.config.json': JSON.stringify({ ...config, readers }),
    });
    const home = join(contracts, 'home');
    await cp(join(workspace, 'contracts'), join(home, 'contracts'), { recursive: true });
    const { exitCode, stdout } = await command(home, 'readers', 'StockCounted.count', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      field: 'StockCounted.count',
      reads: [
        {
          repository: '@acme/repository',
          service: '@acme/billing',
          file: 'services/billing/src/app.ts',
          path: 'count',
        },
        { repository: '@acme/repository', access: 'may read everything', path: '' },
      ],
    });
    expect(exitCode).toBe(0);

    await writeFile(join(contracts, 'elsewhere.json'), text.replace('services/billing', '../..'));
    const hostile = await command(home, 'readers', 'StockCounted', '--quiet');
    expect(hostile.exitCode).toBe(4);
    expect(hostile.stderr).toContain('The manifest ../elsewhere.json cannot be used. "reads", entry ');

    await rm(join(contracts, 'elsewhere.json'));
    const { stderr } = await command(home, 'readers', 'StockCounted', '--quiet');
    expect(stderr).toContain('The manifest ../elsewhere.json cannot be used. It cannot be read (ENOENT).');
  });

  it('comes from a repository that has the generated code as an installed package', async () => {
    const { model } = await readContracts({ root: workspace, contracts: 'contracts' }, noFindingsCache);
    const elsewhere = await project({
      'package.json': '{ "name": "elsewhere", "type": "module" }',
      'tsconfig.json': JSON.stringify({
        compilerOptions: { target: 'es2024', module: 'nodenext', strict: true, types: [] },
        include: ['src'],
      }),
      'src/app.ts':
        "import type { OrderPlaced } from '@acme/contracts/messages/order-placed';\n" +
        'export const noteOf = ({ note }: OrderPlaced): string | null => note;\n',
      'node_modules/@acme/contracts/package.json':
        '{ "name": "@acme/contracts", "version": "1.0.0", "type": "module", "exports": { "./*": "./dist/*.js" } }',
    });
    for (const { path, text } of emitTypeScript(model, { importExtension: '.js' })) {
      const { outputText } = ts.transpileDeclaration(text, { compilerOptions: { isolatedDeclarations: true } });
      const target = join(elsewhere, 'node_modules/@acme/contracts/dist', path.replace(/\.ts$/, '.d.ts'));
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, outputText);
    }
    const runtime = join(elsewhere, 'node_modules/@eventwright');
    await mkdir(runtime);
    await symlink(join(repository, 'runtime'), join(runtime, 'runtime'), 'junction');

    const argv = ['readers', '--package', '@acme/contracts', '--out', 'readers.json'];
    expect(await command(elsewhere, ...argv, '--quiet')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(await readFile(join(elsewhere, 'readers.json'), 'utf8'))).toMatchObject({
      manifestVersion: 1,
      repository: 'elsewhere',
      reads: [{ message: 'OrderPlaced', path: 'note', service: 'elsewhere', file: 'src/app.ts', line: 2, column: 26 }],
    });

    const { exitCode, stderr } = await command(elsewhere, 'readers', '--package', '@acme/contrcts', '--quiet');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('imports @acme/contrcts.\nInstall it, or')]);
  });
});

describe('what readers cannot work with', () => {
  it.each([
    ['a field of a manifest', ['--out', 'a.json', 'OrderPlaced'], {}, 2, 'A manifest tells of every event.'],
    [
      'no generated code',
      [],
      { 'eventwright.config.json': '{ "contracts": "asyncapi" }' },
      2,
      'does not say where the',
    ],
    ['no project', [], {}, 2, 'There is no tsconfig.json in'],
    ['no project of that name', ['--project', 'services/*/tsconfig.json'], {}, 2, 'There is no services/*/tsconfig'],
    ['a broken project', [], { 'tsconfig.json': '{ "extends": "./none.json" }' }, 2, 'tsconfig.json cannot be used.'],
    [
      'a folder that is not there',
      ['--out', 'none/a.json'],
      { 'tsconfig.json': '{ "files": [] }' },
      4,
      'cannot be written',
    ],
  ])('%s', async (_, argv, files, exitCode, message) => {
    const outcome = await command(await project({ ...smallProject, ...files }), 'readers', ...argv, '--quiet');
    expect([outcome.exitCode, outcome.stdout, outcome.stderr]).toEqual([
      exitCode,
      '',
      expect.stringContaining(message),
    ]);
  });

  it('broken contracts', async () => {
    const broken = { 'asyncapi/order-placed.v1.avsc': '{ "type": "recrod" }' };
    const outcome = await command(await project({ ...smallProject, ...broken }), 'readers', '--quiet');
    expect(outcome.exitCode).toBe(3);
    expect(outcome.stdout).toContain('asyncapi/order-placed.v1.avsc:1:');
  });
});
