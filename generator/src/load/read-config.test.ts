import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryProject } from '../../test/temporary-project.ts';
import { readConfig } from './read-config.ts';

const problemsOf = async (text: string): Promise<readonly string[]> => {
  const root = await temporaryProject({ 'eventwright.config.json': text });
  const read = await readConfig(root);
  if (read.kind !== 'invalid') return [];
  return read.findings.map(({ position, ruleId, message, help }) =>
    [`${position.line}:${position.column}`, ruleId, message, help ?? ''].join(' ').trim(),
  );
};

describe('readConfig', () => {
  it('finds the nearest configuration above', async () => {
    const root = await temporaryProject({
      'eventwright.config.json': '{ "contracts": "far" }',
      'near/eventwright.config.json': '{ "contracts": "asyncapi", "generate": { "typescript": { "out": "gen" } } }',
    });
    await mkdir(join(root, 'near/deep/er'), { recursive: true });
    expect(await readConfig(join(root, 'near/deep/er'))).toEqual({
      kind: 'found',
      config: {
        root: join(root, 'near'),
        file: 'eventwright.config.json',
        contracts: 'asyncapi',
        typescript: { out: 'gen', importExtension: '.ts', testing: false, isImportExtensionDetected: true },
        readers: { projects: ['tsconfig.json'], manifests: [] },
        rules: [],
        docs: { out: '.eventwright/docs' },
      },
    });
  });

  it('reads what is said of the documentation site', async () => {
    const docs = { out: 'site', title: 'The shop', guides: 'docs/guides', source: 'https://a.example/{file}#L{line}' };
    const root = await temporaryProject({
      'eventwright.config.json': JSON.stringify({ contracts: 'asyncapi', docs }),
    });
    expect(await readConfig(root)).toMatchObject({ kind: 'found', config: { docs } });
  });

  it.each([
    'javascript:alert(1)//{topic}',
    'https://',
    'https:///{topic}',
    'https://a b/{topic}',
    '//a.example/{topic}',
  ])('refuses a console that is nowhere in the web: %s', async (address) => {
    const text = JSON.stringify({ contracts: 'a', docs: { console: address } });
    expect(await problemsOf(text)).toEqual([expect.stringMatching(/^1:\d+ CONFIG_INVALID The setting 'console'/)]);
  });

  it('reads whether tests get code of their own', async () => {
    const typescript = { out: 'o', testing: true };
    const text = JSON.stringify({ contracts: 'a', generate: { typescript } });
    const root = await temporaryProject({ 'eventwright.config.json': text });
    expect(await readConfig(root)).toMatchObject({ config: { typescript: { testing: true } } });
  });

  it('reads where the code is that uses events', async () => {
    const readers = { projects: ['services/*/tsconfig.json'], manifests: ['../billing/readers.json'] };
    const root = await temporaryProject({ 'eventwright.config.json': JSON.stringify({ contracts: 'a', readers }) });
    expect(await readConfig(root)).toMatchObject({ config: { readers } });
  });

  it('reads the one that is named, and says when there is none', async () => {
    const root = await temporaryProject({ 'other.json': '{ "contracts": "c" }' });
    expect(await readConfig(root, 'other.json')).toMatchObject({ config: { contracts: 'c', file: 'other.json' } });
    expect(await readConfig(root, 'nowhere.json')).toEqual({ kind: 'missing' });
  });

  it.each([
    [
      '{ "contract": "a" }',
      [
        "1:1 CONFIG_INVALID The setting 'contracts' is missing. The folder of the AsyncAPI documents and Avro schemas.",
        "1:3 CONFIG_KEY_UNKNOWN There is no setting 'contract'. Did you mean 'contracts'?",
      ],
    ],
    [
      '{ "contracts": "a", "readers": { "projects": "tsconfig.json", "manifests": [1] } }',
      [
        "1:46 CONFIG_INVALID The setting 'projects' must be a list. The tsconfig.json files of the code, as paths or globs such as services/*/tsconfig.json. Default: tsconfig.json",
        "1:77 CONFIG_INVALID The setting 'manifests[0]' must be text.",
      ],
    ],
    [
      '{ "contracts": 1 }',
      [
        "1:16 CONFIG_INVALID The setting 'contracts' must be text. The folder of the AsyncAPI documents and Avro schemas.",
      ],
    ],
    [
      '{ "contracts": "/etc" }',
      [
        '1:16 CONFIG_INVALID The setting \'contracts\' cannot be "/etc". The folder of the AsyncAPI documents and Avro schemas.',
      ],
    ],
    [
      '{ "contracts": "a", "generate": { "typescript": { "out": "o", "importExtension": ".mjs" } } }',
      [
        '1:82 CONFIG_INVALID The setting \'importExtension\' must be one of ".ts", ".js", "". What generated files put behind relative imports. Default: what the nearest tsconfig.json asks for, .ts without one',
      ],
    ],
    [
      '{ "contracts": "a", "generate": { "typescript": { "out": "o", "testing": "yes" } } }',
      [expect.stringContaining("1:74 CONFIG_INVALID The setting 'testing' must be true or false. Also writes")],
    ],
    [
      '[]',
      [
        '1:1 CONFIG_INVALID The configuration must be an object. eventwright.config.json. Paths are relative to its folder, with /.',
      ],
    ],
    ['', ['1:1 CONFIG_INVALID The configuration is empty. Write at least { "contracts": "asyncapi" }.']],
    ['{ "contracts": ', [expect.stringContaining('YAML_INVALID Not valid JSON')]],
  ])('refuses %s', async (text, problems) => {
    expect(await problemsOf(text)).toEqual(problems);
  });

  it('reads the severities of rules with their places', async () => {
    const text = '{ "contracts": "asyncapi", "rules": { "KEY_CHANGED": "off" } }';
    const read = await readConfig(await temporaryProject({ 'eventwright.config.json': text }));
    expect(read.kind === 'found' && read.config.rules).toEqual([
      { ruleId: 'KEY_CHANGED', severity: 'off', position: { file: 'eventwright.config.json', line: 1, column: 39 } },
    ]);
    expect(await problemsOf(text.replace('off', 'on'))).toEqual([
      '1:54 CONFIG_INVALID The setting \'KEY_CHANGED\' must be one of "error", "warning", "info", "off". The severity of the rule\'s findings, or off for none.',
    ]);
  });
});
