import { readdirSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../src/cli/main.ts';
import { command, type Outcome } from '../command.ts';
import { temporaryProject } from '../temporary-project.ts';
import { templateProject } from './template-project.ts';

let root: string;

beforeEach(async () => {
  root = await temporaryProject(templateProject);
});

const generate = (...argv: readonly string[]): Promise<Outcome> => command(root, 'generate', ...argv);
const byTemplate = (...argv: readonly string[]): Promise<Outcome> =>
  generate('--template', '@asyncapi/fake-template', '--out', 'out', ...argv);

interface Written {
  readonly text: string;
  readonly params: object;
  readonly options: object;
  readonly document: string;
}

const written = (application: string): Written =>
  JSON.parse(readFileSync(join(root, 'out', application, 'result.json'), 'utf8'));

const filesIn = (folder: string): readonly string[] => readdirSync(join(root, folder)).sort();

/** What runs leave behind where they were not allowed to clean up. */
const leftovers = (): readonly string[] => [
  ...filesIn('.').filter((name) => name.includes('.eventwright-')),
  ...readdirSync(tmpdir()).filter((name) => name.startsWith('eventwright-template-')),
];

describe('eventwright generate --template', () => {
  it('runs a template for each application, without installing anything or writing into the template', async () => {
    const before = leftovers();
    const { exitCode, stdout } = await byTemplate('--param', 'greeting=a=b');
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringMatching(/^4 files for 2 applications by @asyncapi\/fake-template 2\.3\.4 in out, \d+ ms\n$/),
    ]);
    expect(filesIn('out')).toEqual(['.eventwright-manifest.json', 'billing', 'orders']);
    expect(written('orders')).toMatchObject({
      text: 'a text of the template',
      params: { greeting: 'a=b' },
      options: { install: false },
    });
    expect(JSON.parse(written('billing').document)).toMatchObject({ info: { title: 'Billing' } });
    expect([...readFileSync(join(root, 'out/orders/picture.bin'))]).toEqual([0, 255, 254]);
    expect(filesIn('node_modules/@asyncapi/fake-template')).toEqual(['package.json', 'template']);
    expect(leftovers()).toEqual(before);
  });

  it('runs it for the applications that are named', async () => {
    const { exitCode, stdout } = await byTemplate('--application', 'billing', '--format', 'json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      template: '@asyncapi/fake-template',
      templateVersion: '2.3.4',
      out: 'out',
      applications: ['billing'],
      files: ['billing/picture.bin', 'billing/result.json'],
    });
    expect(filesIn('out')).toEqual(['.eventwright-manifest.json', 'billing']);
  });

  it('takes a folder for a template', async () => {
    const { exitCode } = await generate(
      '--template',
      './node_modules/@asyncapi/fake-template',
      '--out',
      'elsewhere/out',
    );
    expect([exitCode, filesIn('elsewhere/out')]).toEqual([0, ['.eventwright-manifest.json', 'billing', 'orders']]);
  });

  it('replaces what the last run wrote, stale files included', async () => {
    await byTemplate();
    await byTemplate('--param', 'file=other.json');
    expect(filesIn('out/orders')).toEqual(['other.json', 'picture.bin']);
  });
});

describe('what eventwright generate --template refuses', () => {
  it.each([
    [
      ['--template', '@asyncapi/html-tmplate'],
      "There is no template '@asyncapi/html-tmplate' here.\nInstall it: npm install --save-dev @asyncapi/html-tmplate.",
    ],
    [['--template', 'no-template'], "There is no template 'no-template' here."],
    [['--template', './nowhere'], 'A template is a folder with a package.json and a folder "template".'],
    [['--template', '../../etc'], "There is no template '../../etc' here."],
    [['--template', 'a/../../b'], "There is no template 'a/../../b' here."],
    [['--template', 'strict-template'], "needs the parameter 'owner'.\nGive it by --param owner=…: Who owns it."],
    [
      ['--template', '@asyncapi/fake-template', '--param', 'greting=x'],
      "has no parameter 'greting'.\nDid you mean 'greeting'?",
    ],
    [
      ['--template', '@asyncapi/fake-template', '--param', 'greeting'],
      "'greeting' is no parameter.\nWrite --param name=value.",
    ],
    [
      ['--template', '@asyncapi/fake-template', '--application', 'order'],
      "There is no application 'order'.\nDid you mean 'orders'?",
    ],
    [['--param', 'a=b'], '--param is for templates only.'],
    [['--application', 'orders'], '--application is for templates only.'],
    [
      ['--template', '@asyncapi/fake-template', '--check'],
      "option '--template <package>' cannot be used with option '--check'",
    ],
  ])('%j', async (argv, said) => {
    const { exitCode, stderr } = await generate(...argv, '--out', 'out');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
    expect(filesIn('.')).not.toContain('out');
  });

  it('to write nowhere', async () => {
    const { exitCode, stderr } = await generate('--template', '@asyncapi/fake-template');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Add --out with a folder of its own.')]);
  });

  it('to replace a folder with files of others', async () => {
    await byTemplate();
    await writeFile(join(root, 'out/orders/mine.txt'), 'mine');
    const { exitCode, stderr } = await byTemplate('--param', 'file=other.json');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('such as orders/mine.txt')]);
    expect(filesIn('out/orders')).toEqual(['mine.txt', 'picture.bin', 'result.json']);
  });

  it('to run without the generator', async () => {
    await rm(join(root, 'node_modules/@asyncapi/generator'), { recursive: true });
    const { exitCode, stderr } = await byTemplate();
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining('npm install --save-dev @asyncapi/generator')]);
  });

  it('broken contracts', async () => {
    await writeFile(join(root, 'asyncapi/order-placed.v1.avsc'), '{ "type": "recrod" }');
    const { exitCode, stdout } = await byTemplate();
    expect([exitCode, stdout]).toEqual([3, expect.stringContaining('asyncapi/order-placed.v1.avsc:1')]);
    expect(filesIn('.')).not.toContain('out');
  });
});

describe('a template that fails', () => {
  it.each([
    ['yes', 'The template failed: billing: the template cannot go on', 'what the template says'],
    ['exits', 'The template failed: its process has ended', 'Nothing was written.'],
  ])('leaves what was there as it was: %s', async (how, message, help) => {
    await byTemplate();
    const before = [readFileSync(join(root, 'out/billing/result.json'), 'utf8'), leftovers()];
    const { exitCode, stderr } = await byTemplate('--param', `fails=${how}`);
    expect(exitCode).toBe(4);
    expect(stderr).toContain(message);
    expect(stderr).toContain(help);
    expect(stderr).not.toContain('\u001b');
    expect([readFileSync(join(root, 'out/billing/result.json'), 'utf8'), leftovers()]).toEqual(before);
  });

  it('ends with the command where it does not end by itself', async () => {
    const before = leftovers();
    const interrupt = new AbortController();
    let said = '';
    const write = (text: string) => (said += text);
    const argv = ['generate', '--template', '@asyncapi/fake-template', '--out', 'out', '--param', 'fails=never'];
    const io = { stdout: { write }, stderr: { write }, env: {}, cwd: root, signal: interrupt.signal };
    const exit = run(argv, io);
    await vi.waitFor(() => expect(said).toContain('@asyncapi/fake-template for billing'), { timeout: 20_000 });
    interrupt.abort();
    expect(await exit).toBe(130);
    expect(leftovers()).toEqual(before);
    expect(filesIn('.')).not.toContain('out');
  });
});
