import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientSpecifier } from '../../src/cli/docs/client-specifier.ts';
import { emitTypeScript } from '../../src/emit/typescript/index.ts';
import { emitSnippets } from '../../src/emit/typescript/snippets/emit-snippets.ts';
import { readConfig } from '../../src/load/read-config.ts';
import type { ContractModel } from '../../src/model/contract-model.ts';
import { readContracts } from '../../src/read-contracts.ts';
import { temporaryProject } from '../temporary-project.ts';

const repository = join(import.meta.dirname, '../../..');
const fixtures = 'generator/test/estates/fixtures';
/** Folders with a configuration. */
const estates = [
  '.',
  ...readdirSync(join(repository, fixtures), { recursive: true, encoding: 'utf8' })
    .filter((path) => basename(path) === 'eventwright.config.json')
    .map((path) => join(fixtures, dirname(path)))
    .sort(),
];
const folderOf = (estate: string): string => (estate === '.' ? 'shop' : `estate-${estates.indexOf(estate)}`);
const noCache = { read: () => undefined, write: async () => undefined };

let root: string;

beforeAll(async () => {
  root = await temporaryProject({ 'package.json': '{ "type": "module" }' });
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction');
});

afterAll(() => rm(root, { recursive: true }));

describe('the snippets of the site', () => {
  it('compile as they stand, under every strict flag, for every message of every shape of contracts', async () => {
    for (const estate of estates) {
      const { model, snippets } = await snippetsOf(estate);
      await writeSnippets(folderOf(estate), model, snippets);
      expect(snippets.map(({ message, action }) => `${action} ${message}`).sort()).toEqual(everything(model));
    }
    expect(estates.length).toBeGreaterThan(4);
    expect(await compile()).toBe('');
  }, 240_000);

  it('would not compile against clients of other contracts', async () => {
    const { snippets } = await snippetsOf('.');
    const sending = snippets.find(({ message, action }) => message === 'OrderPlaced' && action === 'send')?.text ?? '';
    const broken = [
      sending.replace("sales_channel: 'web'", "sales_channel: 'fax'"),
      sending.replace('send.orderPlaced', 'send.orderTaken'),
      sending.replace(/Decimal\.of\('[0-9.]+'\)/, '12.5'),
      sending.replace('@shop/contracts/storefront', '@shop/contracts/orders'),
    ];
    for (const [index, text] of broken.entries()) {
      expect(text).not.toBe(sending);
      await writeFile(join(root, 'shop', `broken-${index}.ts`), text);
    }
    const errors = await compile();
    for (const index of broken.keys()) expect(errors).toContain(`broken-${index}.ts`);
  }, 240_000);
});

async function snippetsOf(folder: string) {
  const read = await readConfig(join(repository, folder));
  if (read.kind !== 'found' || read.config.typescript === undefined) throw new TypeError(`${folder} generates nothing`);
  const { typescript } = read.config;
  const { model } = await readContracts(read.config, noCache);
  const specifier = (module: string): string => clientSpecifier(typescript, module);
  const snippets = [...emitSnippets(model, { specifier })].flatMap(([message, list]) =>
    list.map((snippet) => ({ message, ...snippet })),
  );
  return { model, snippets };
}

async function writeSnippets(
  name: string,
  model: ContractModel,
  snippets: Awaited<ReturnType<typeof snippetsOf>>['snippets'],
): Promise<void> {
  for (const { message, action, text } of snippets) await write(`${name}/${action}-${message}.ts`, text);
  if (name === 'shop') return;
  for (const { path, text } of emitTypeScript(model, { importExtension: '.ts' })) {
    await write(`${name}/generated/${path}`, text);
  }
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

/** What is sent or received by anybody, each once. */
function everything({ applications, messages }: ContractModel): readonly string[] {
  const has = (name: string, action: 'send' | 'receive'): boolean =>
    applications.some(({ operations }) =>
      operations.some((one) => one.action === action && one.messages.some((message) => message.name === name)),
    );
  return messages
    .flatMap(({ name }) =>
      (['send', 'receive'] as const).filter((action) => has(name, action)).map((action) => `${action} ${name}`),
    )
    .sort();
}

async function compile(): Promise<string> {
  const tsconfig = {
    extends: join(repository, 'tsconfig.json'),
    compilerOptions: { typeRoots: [join(repository, 'node_modules/@types')] },
    include: ['**/*.ts'],
  };
  await writeFile(join(root, 'tsconfig.json'), JSON.stringify(tsconfig));
  const tsc = join(repository, 'node_modules/typescript/bin/tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', root, '--pretty', 'false']).catch(
    (error: { stdout: string }) => error,
  );
  return stdout;
}
