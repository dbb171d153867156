import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const repository = join(import.meta.dirname, '../..');
let project: string;

/** A copy of the contracts in a project of its own, whose generated code the shop's real services are checked against. */
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'eventwright-change-'));
  await cp(join(repository, 'asyncapi'), join(project, 'asyncapi'), { recursive: true });
  await cp(join(repository, 'eventwright.config.json'), join(project, 'eventwright.config.json'));
  const tsconfig = {
    extends: join(repository, 'tsconfig.json'),
    compilerOptions: {
      typeRoots: [join(repository, 'node_modules/@types')],
      paths: {
        '@shop/contracts/*': [join(project, 'generated/src/*.ts')],
        '@eventwright/runtime': [join(repository, 'runtime/src/core/index.ts')],
        '@eventwright/runtime/testing': [join(repository, 'runtime/src/testing/index.ts')],
        'fast-check': [join(repository, 'node_modules/fast-check')],
      },
    },
    include: [join(repository, 'services/*/src')],
  };
  await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify(tsconfig));
});

afterEach(() => rm(project, { recursive: true }));

async function generateAndTypecheck(): Promise<string> {
  await run(process.execPath, [join(repository, 'generator/bin/eventwright.js'), 'generate'], { cwd: project });
  const tsc = join(repository, 'node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', project, '--pretty', 'false']).catch(
    (error: { stdout: string }) => error,
  );
  return stdout;
}

async function removeField(file: string, field: string): Promise<void> {
  const path = join(project, 'asyncapi/schemas', file);
  const schema: { fields: { name: string }[] } = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...schema, fields: schema.fields.filter(({ name }) => name !== field) }));
}

describe('a change of a contract', () => {
  it('breaks nothing where nothing has changed', async () => {
    expect(await generateAndTypecheck()).toBe('');
  }, 120_000);

  it('breaks the compilation of the service that reads a deleted field, and says where', async () => {
    await removeField('warehouse/stock-short.v1.avsc', 'missing');
    const errors = await generateAndTypecheck();
    expect(errors).toMatch(/services\/orders\/src\/domain\/order-workflow\.ts\(\d+,\d+\): error TS2339: .*'missing'/);
  }, 120_000);

  it('breaks the compilation of the service that sends a deleted field', async () => {
    await removeField('payments/payment-declined.v1.avsc', 'explanation');
    expect(await generateAndTypecheck()).toMatch(/services\/payments\/src\/\S+: error TS\d+: .*'explanation'/s);
  }, 120_000);
});
