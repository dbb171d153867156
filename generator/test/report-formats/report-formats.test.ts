import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatNames } from '../../src/cli/container.ts';
import { version } from '../../src/cli/version.ts';
import { command } from '../command.ts';
import { temporaryProject } from '../temporary-project.ts';

/** A repository with the contracts below it, so that paths of the repository and of the configuration differ. */
async function repository(): Promise<string> {
  const root = await temporaryProject({});
  mkdirSync(join(root, '.git'));
  cpSync(join(import.meta.dirname, 'fixtures'), join(root, 'packages/shop'), { recursive: true });
  return root;
}

let root = '';
beforeAll(async () => {
  root = await repository();
});

const report = async (format: string, ...argv: readonly string[]): Promise<string> => {
  const { stdout } = await command(root, 'validate', '--cwd', 'packages/shop', '--format', format, '--quiet', ...argv);
  return stdout;
};

/** Without what differs from run to run, from folder to folder and from release to release. */
const steady = (text: string): string =>
  text
    .replaceAll(`"${version}"`, '"0.0.0"')
    .replaceAll(/"durationMs": \d+/g, '"durationMs": 0')
    .replaceAll(/ time="[\d.]+"/g, ' time="0"')
    .replaceAll(/"file:\/\/\/[^"]*"/g, '"file:///the/checkout/"');

const endings: Readonly<Record<string, string>> = {
  text: 'txt',
  json: 'json',
  github: 'txt',
  gitlab: 'json',
  junit: 'xml',
  sarif: 'json',
  markdown: 'md',
};

describe('the report formats', () => {
  it.each(formatNames)('%s is printed as it was reviewed', async (format) => {
    const golden = join(import.meta.dirname, `golden/${format}.${endings[format]}`);
    const printed = steady(await report(format));
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, printed);
    expect(printed, 'UPDATE_GOLDEN=1 writes the file anew').toBe(readFileSync(golden, 'utf8'));
  });

  it.each(formatNames)('%s is the same wherever in the repository the command is started', async (format) => {
    const there = await command(join(root, 'packages/shop'), 'validate', '--format', format, '--quiet');
    expect(steady(there.stdout)).toBe(steady(await report(format)));
  });

  it('gitlab tells findings apart, also those of the same words', async () => {
    const issues: readonly { fingerprint: string }[] = JSON.parse(await report('gitlab'));
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  });

  it('fingerprints stay where lines move', async () => {
    const before: readonly { fingerprint: string }[] = JSON.parse(await report('gitlab'));
    const moved = await repository();
    const schema = join(moved, 'packages/shop/asyncapi/schemas/money.v1.avsc');
    writeFileSync(schema, `\n\n${readFileSync(schema, 'utf8')}`);
    const { stdout } = await command(moved, 'validate', '--cwd', 'packages/shop', '--format', 'gitlab');
    const after: typeof before = JSON.parse(stdout);
    expect(after.map(({ fingerprint }) => fingerprint)).toEqual(before.map(({ fingerprint }) => fingerprint));
    expect(after).not.toEqual(before);
  });
});

describe('sarif', () => {
  const ajv = new AjvDraft04.default({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(sarifSchema);

  it.each([
    ['findings', []],
    ['a command that fails', ['--config', 'none.json']],
  ])('of %s is valid by the schema of SARIF 2.1.0', async (_, argv) => {
    const log = JSON.parse(await report('sarif', ...argv));
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('explains every rule that has a finding', async () => {
    const { runs } = JSON.parse(await report('sarif'));
    const { results, tool } = runs[0];
    for (const { ruleId, ruleIndex } of results) {
      expect(tool.driver.rules[ruleIndex]).toMatchObject({
        id: ruleId,
        shortDescription: { text: expect.any(String) },
        help: { markdown: expect.stringContaining('**Good:**') },
      });
    }
  });
});

describe('junit', () => {
  it('has a test for each contract file, so that a test stays the same test from run to run', async () => {
    const names = [...(await report('junit')).matchAll(/<testcase [^>]*?\bname="([^"]*)"/g)].map(([, name]) => name);
    expect(names).toEqual([
      'packages/shop/asyncapi/channels.yaml',
      'packages/shop/asyncapi/orders.yaml',
      'packages/shop/asyncapi/schemas/money.v1.avsc',
      'packages/shop/asyncapi/schemas/order-accepted.v1.avsc',
      'packages/shop/asyncapi/schemas/order-placed.v1.avsc',
      'eventwright validate',
    ]);
  });
});

describe('a command that fails for another reason than an error in the contracts', () => {
  it.each([
    [
      'github',
      ['--config', 'none.json'],
      /^::error::There is no configuration at .*%0ACreate eventwright\.config\.json/,
    ],
    ['gitlab', ['--config', 'none.json'], /^\[\]\n$/],
    ['junit', ['--config', 'none.json'], /failures="0" errors="1"[\s\S]*<error message="There is no configuration at /],
  ])('says so: %s', async (format, argv, said) => {
    const { exitCode, stdout } = await command(root, 'validate', '--format', format, ...argv);
    expect([exitCode, stdout]).toEqual([2, expect.stringMatching(said)]);
  });

  it('fails as a test of its own in junit where warnings are too many', async () => {
    const warned = await repository();
    const contracts = join(warned, 'packages/shop/asyncapi');
    for (const [file, wrong, right] of [
      ['orders.yaml', 'licence', 'license'],
      ['schemas/money.v1.avsc', 'logn', 'long'],
    ] as const) {
      writeFileSync(join(contracts, file), readFileSync(join(contracts, file), 'utf8').replace(wrong, right));
    }
    const argv = ['validate', '--cwd', 'packages/shop', '--format', 'junit', '--max-warnings', '0'];
    const { exitCode, stdout } = await command(warned, ...argv);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/name="eventwright validate">\n +<failure message="more warnings than the 0 that/);
    expect(stdout).toContain('failures="1" errors="0"');
  });
});
