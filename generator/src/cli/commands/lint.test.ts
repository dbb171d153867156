import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { command } from '../../../test/command.ts';
import { editedProject, editProject } from '../../../test/edited-project.ts';

const base = fileURLToPath(new URL('../../../test/lint/base/', import.meta.url));
const schemaFile = 'asyncapi/order-placed.v1.avsc';

const project = (...edits: readonly (readonly [from: string, to: string])[]): Promise<string> =>
  editedProject(
    base,
    edits.map(([from, to]) => ({ file: schemaFile, from, to })),
  );

const read = (root: string, file: string): string => readFileSync(join(root, file), 'utf8');

const nullLast = ['["null", "string"], "default": null', '["string",\n      "null"  ]'] as const;
const untagged = [', "x-pii": true', ''] as const;

describe('eventwright lint', () => {
  it('finds nothing in contracts that are in order, exit code 0', async () => {
    expect(await command(await project(), 'lint', '--quiet')).toEqual({
      exitCode: 0,
      stdout: 'no findings\n',
      stderr: '',
    });
  });

  it('tells what is found with its place and the cure; warnings alone are no failure', async () => {
    const { exitCode, stdout } = await command(await project(untagged), 'lint', '--quiet');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^asyncapi\/order-placed\.v1\.avsc:14:5 warning LINT_PII_UNTAGGED\n {2}'email' sounds like personal data/,
    );
    expect(stdout).toContain('  > 14 |     { "name": "email", "type": "string", "doc": "Of the customer." },\n');
    expect(stdout).toMatch(/\n {2}help: Add "x-pii": true, or false if it is about nobody\.\n\n1 warning\n$/);
  });

  it('fails where there are more warnings than allowed, and where the configuration makes one an error', async () => {
    const root = await project(untagged);
    expect((await command(root, 'lint', '--max-warnings', '1')).exitCode).toBe(0);
    const over = await command(root, 'lint', '--max-warnings', '0');
    expect(over.exitCode).toBe(1);
    expect(over.stdout).toContain('more warnings than the 0 that --max-warnings allows\n');
    writeFileSync(
      join(root, 'eventwright.config.json'),
      '{ "contracts": "asyncapi", "rules": { "LINT_PII_UNTAGGED": "error" } }',
    );
    expect((await command(root, 'lint')).exitCode).toBe(1);
    writeFileSync(
      join(root, 'eventwright.config.json'),
      '{ "contracts": "asyncapi", "rules": { "LINT_PII_UNTAGGED": "off" } }',
    );
    expect((await command(root, 'lint')).stdout).toBe('no findings\n');
  });

  it('does not judge the style of what is broken, exit code 3', async () => {
    const root = await project(['"type": "string", "doc": "Of the shop."', '"type": "strin", "doc": "Of the shop."']);
    const { exitCode, stdout } = await command(root, 'lint');
    expect(exitCode).toBe(3);
    expect(stdout).toContain('AVRO_NAME_UNRESOLVED');
    expect(stdout).not.toContain('LINT_');
  });

  it('mends what is safe, and leaves all else as it was written', async () => {
    const root = await project(nullLast, untagged, [', "default": "OTHER"', '']);
    expect((await command(root, 'lint')).stdout).toContain('2 findings can be mended by --fix\n');
    const before = read(root, schemaFile);
    const { stdout } = await command(root, 'lint', '--fix');
    expect(stdout).toContain(`mended ${schemaFile}\n`);
    expect(stdout).toContain('2 warnings\n');
    expect(read(root, schemaFile)).toBe(
      before.replace('["string",\n      "null"  ]', '["null",\n      "string"  ], "default": null'),
    );
    const again = await command(root, 'lint', '--fix');
    expect(again.stdout).not.toContain('mended');
  });

  it('keeps the mark that a file begins with', async () => {
    const root = await project(nullLast);
    writeFileSync(join(root, schemaFile), `\ufeff${read(root, schemaFile)}`);
    await command(root, 'lint', '--fix');
    expect(read(root, schemaFile)).toMatch(/^\ufeff\{/);
    expect((await command(root, 'lint')).stdout).toBe('no findings\n');
  });

  it('does not mend a schema that is released', async () => {
    const root = await project(nullLast);
    expect((await command(root, 'release')).exitCode).toBe(0);
    const before = read(root, schemaFile);
    const { stdout } = await command(root, 'lint', '--fix');
    expect(stdout).toContain('2 warnings\n');
    expect(stdout).not.toContain('mended');
    expect(read(root, schemaFile)).toBe(before);
  });

  it('lets through what the baseline has, and tells of what is new', async () => {
    const root = await project(untagged);
    const updated = await command(root, 'lint', '--update-baseline', '--max-warnings', '0');
    expect(updated).toMatchObject({
      exitCode: 0,
      stdout: 'no findings\n1 finding let through by eventwright.baseline.json\n',
    });
    expect(read(root, 'eventwright.baseline.json')).toBe(
      '{\n  "findings": [\n    { "rule": "LINT_PII_UNTAGGED", "subject": "shop.OrderPlaced.email" }\n  ]\n}\n',
    );
    editProject(root, [{ file: schemaFile, from: '"name": "note"', to: '"name": "note_of_order"' }]);
    const { stdout } = await command(root, 'lint');
    expect(stdout).toContain('LINT_NAMING');
    expect(stdout).not.toContain('LINT_PII_UNTAGGED');
  });

  it('tells of entries of the baseline that are not needed any more, and takes them out', async () => {
    const root = await project();
    const entry = { rule: 'LINT_PII_UNTAGGED', subject: 'shop.OrderPlaced.email', reason: 'old' };
    writeFileSync(join(root, 'eventwright.baseline.json'), JSON.stringify({ findings: [entry] }));
    const { stdout } = await command(root, 'lint');
    expect(stdout).toContain(
      'eventwright.baseline.json:1:14 warning LINT_BASELINE_STALE\n  LINT_PII_UNTAGGED is not found any more for shop.OrderPlaced.email.\n',
    );
    await command(root, 'lint', '--update-baseline');
    expect(read(root, 'eventwright.baseline.json')).toBe('{\n  "findings": []\n}\n');
  });

  it('keeps the reasons in a baseline that is written anew', async () => {
    const root = await project(untagged);
    const entry = { rule: 'LINT_PII_UNTAGGED', subject: 'shop.OrderPlaced.email', reason: 'released' };
    writeFileSync(join(root, 'eventwright.baseline.json'), JSON.stringify({ findings: [entry] }));
    await command(root, 'lint', '--update-baseline');
    expect(JSON.parse(read(root, 'eventwright.baseline.json'))).toEqual({ findings: [entry] });
  });

  it.each(['[]', '{ "findings": [{ "rule": "LINT_NAMING" }] }'])(
    'refuses a baseline that is none: %s',
    async (text) => {
      const root = await project();
      writeFileSync(join(root, 'eventwright.baseline.json'), text);
      const { exitCode, stdout } = await command(root, 'lint');
      expect(exitCode).toBe(1);
      expect(stdout).toContain('LINT_BASELINE_INVALID');
    },
  );

  it('gives all of it to machines', async () => {
    const { stdout } = await command(await project(nullLast), 'lint', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      fixable: 2,
      baselined: 0,
      mended: [],
      findings: [
        { ruleId: 'LINT_NULL_DEFAULT_MISSING', subject: 'shop.OrderPlaced.note' },
        { ruleId: 'LINT_NULL_FIRST' },
      ],
    });
  });
});

it('the shop has nothing to tell of', async () => {
  const root = fileURLToPath(new URL('../../../../', import.meta.url));
  const { exitCode, stdout } = await command(root, 'lint', '--max-warnings', '0', '--quiet');
  expect(stdout).not.toContain('warning');
  expect(exitCode).toBe(0);
});
