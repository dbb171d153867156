import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { namedTypes } from '@eventwright/avro';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadDocument } from '../../generator/src/load/load-document.ts';
import { buildModel } from '../../generator/src/model/build-model.ts';
import { command } from '../../generator/test/command.ts';

// A template takes ten seconds and more for an application.
vi.setConfig({ testTimeout: 300_000 });

const folder = 'e2e/templates';
let out: string;

beforeAll(async () => {
  if (!existsSync(join(folder, 'node_modules/@asyncapi/generator'))) {
    throw new Error(`Install the templates: npm ci --prefix ${folder} --ignore-scripts`);
  }
  out = await mkdtemp(join(tmpdir(), 'eventwright-templates-'));
});

afterAll(() => rm(out, { recursive: true, force: true }));

/** Runs a template over the shop; applications and parameters as on the command line. */
async function run(template: string, name: string, ...argv: readonly string[]): Promise<string> {
  const given = ['--config', resolve('eventwright.config.json'), '--template', template, '--out', join(out, name)];
  const { exitCode, stderr } = await command(folder, 'generate', ...given, ...argv);
  expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('rror')]);
  return join(out, name);
}

const { model } = buildModel(await loadDocument({ root: '.', contracts: 'asyncapi' }));

/** Every field of every event of an application, wherever its type is defined, with what is said of it. */
function fieldsOf(application: string): readonly { readonly name: string; readonly doc: string | undefined }[] {
  const operations = model.applications.find(({ name }) => name === application)?.operations ?? [];
  const types = operations.flatMap(({ messages }) => messages.flatMap(({ payload }) => namedTypes(payload.schema)));
  return [...new Set(types)]
    .flatMap((type) => (type.kind === 'record' ? type.fields : []))
    .map(({ name, doc }) => ({ name, doc }));
}

const messagesOf = (application: string): readonly string[] =>
  (model.applications.find(({ name }) => name === application)?.operations ?? []).flatMap(({ messages }) =>
    messages.map(({ name }) => name),
  );

describe('templates of the AsyncAPI Generator on the shop', () => {
  it('@asyncapi/html-template shows every field of every event', async () => {
    const to = await run(
      '@asyncapi/html-template',
      'html',
      '--application',
      'storefront',
      '--param',
      'singleFile=true',
    );
    const html = readFileSync(join(to, 'storefront/index.html'), 'utf8');
    for (const name of messagesOf('storefront')) expect(html).toContain(name);
    const fields = fieldsOf('storefront');
    expect(fields.length).toBeGreaterThan(50);
    for (const { name, doc = '' } of fields) {
      expect(html).toContain(JSON.stringify(name));
      expect(html).toContain(JSON.stringify(doc).slice(1, -1));
    }
  });

  it('@asyncapi/markdown-template shows every field of every event, the same twice', async () => {
    const applications = ['orders', 'storefront'].flatMap((name) => ['--application', name]);
    const to = await run('@asyncapi/markdown-template', 'markdown', ...applications);
    for (const application of ['orders', 'storefront']) {
      const markdown = readFileSync(join(to, application, 'asyncapi.md'), 'utf8');
      const shown = new Set(
        [...markdown.matchAll(/^\| (\S+) (?:\(.*?\) )?\| .*$/gm)].map(([, path = '']) => path.split('.').at(-1)),
      );
      for (const name of messagesOf(application)) expect(markdown).toContain(`\`${name}\``);
      for (const { name } of fieldsOf(application)) expect(shown).toContain(name);
      expect(markdown.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    }
    const again = await run('@asyncapi/markdown-template', 'again', '--application', 'orders');
    const read = (root: string) => readFileSync(join(root, 'orders/asyncapi.md'), 'utf8');
    expect(read(again)).toBe(read(to));
  });
});

/** As `asyncapi generate fromTemplate` does. */
const program = `
const [, generator, template, out, document, config] = process.argv;
const Generator = require(generator);
const options = { forceWrite: true, templateParams: { config } };
const text = require('node:fs').readFileSync(document, 'utf8');
new Generator(template, out, options).generate(text, { path: document });
`;

it('the AsyncAPI Generator runs Eventwright as one of its templates', async () => {
  // A copy: the generator writes into a template.
  const template = join(out, 'eventwright/asyncapi-template');
  await cp('generator/asyncapi-template', template, { recursive: true });
  await symlink(resolve('generator/bin'), join(out, 'eventwright/bin'), 'junction');
  await mkdir(join(out, 'packages/npm'), { recursive: true });
  await writeFile(join(out, 'packages/npm/index.js'), '');
  const generator = resolve(folder, 'node_modules/@asyncapi/generator');
  const argv = [
    generator,
    template,
    join(out, 'clients'),
    resolve('asyncapi/orders.yaml'),
    resolve('eventwright.config.json'),
  ];
  await promisify(execFile)(process.execPath, ['-e', program, ...argv], {
    cwd: out,
    env: { ...process.env, NODE_PATH: join(out, 'packages') },
  });
  const read = (root: string) => readFileSync(join(root, 'orders.ts'), 'utf8');
  expect(read(join(out, 'clients'))).toBe(read('generated/src'));
  expect(existsSync(join(out, 'clients/placeholder.txt'))).toBe(false);
});
