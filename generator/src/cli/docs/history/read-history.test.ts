import { cpSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Catalog } from '@eventwright/site';
import { describe, expect, it } from 'vitest';
import { command } from '../../../../test/command.ts';
import { editProject } from '../../../../test/edited-project.ts';
import { temporaryProject } from '../../../../test/temporary-project.ts';
import { commitAll, git } from '../../../../test/temporary-repository.ts';

const base = fileURLToPath(new URL('../../../../test/lint/base/', import.meta.url));
const schemaFile = 'asyncapi/order-placed.v1.avsc';

/** The contracts of the linter's tests in a repository with one commit. */
async function repository(): Promise<string> {
  const root = await temporaryProject({ '.gitignore': '.eventwright/\n' });
  cpSync(base, root, { recursive: true });
  await git(root, 'init', '--quiet', '--initial-branch', 'main');
  await commitAll(root);
  return root;
}

async function catalogOf(root: string, ...more: readonly string[]): Promise<Catalog> {
  const { exitCode, stdout } = await command(root, 'docs', 'build', '--no-code', ...more);
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
  return JSON.parse(readFileSync(join(root, '.eventwright/docs/catalog.json'), 'utf8'));
}

const told = ({ releases }: Catalog): unknown =>
  releases.map(({ name, changes }) => [
    name,
    changes.map(
      ({ kind, part, name: of, text, breaking }) => `${breaking ? 'breaking ' : ''}${kind} ${part} ${of}: ${text}`,
    ),
  ]);

const withNote = {
  file: schemaFile,
  from: '{ "name": "note",',
  to: '{ "name": "size", "type": ["null", "int"], "default": null, "doc": "Big." },\n    { "name": "note",',
};
const withoutEmail = {
  file: schemaFile,
  from: '    { "name": "email", "type": "string", "x-pii": true, "doc": "Of the customer." },\n',
  to: '',
};
const deprecated = {
  file: schemaFile,
  from: '"doc": "Of the shop."',
  to: '"doc": "Of the shop.", "x-deprecated": { "replacedBy": "note" }',
};

describe('changes from git', () => {
  it('are told by tags, newest first, with what is deprecated and what breaks', async () => {
    const root = await repository();
    await git(root, 'tag', 'v1.0.0');
    editProject(root, [withNote, deprecated]);
    await commitAll(root);
    await commitAll(root);
    await git(root, 'tag', 'v1.1.0');
    await commitAll(root);
    await git(root, 'tag', 'v1.1.1');
    editProject(root, [withoutEmail]);
    await commitAll(root);
    await git(root, 'tag', 'v2.0.0');

    const catalog = await catalogOf(root);
    expect(told(catalog)).toEqual([
      ['v2.0.0', [expect.stringMatching(/^(breaking )?removed schema shop.OrderPlaced: .*email/)]],
      [
        'v1.1.0',
        [
          expect.stringContaining('added schema shop.OrderPlaced:'),
          "deprecated schema shop.OrderPlaced: the field 'orderId' of shop.OrderPlaced: use note",
        ],
      ],
      ['v1.0.0', expect.arrayContaining([expect.stringContaining('added service shop')])],
    ]);
    expect(catalog.date).toBe(catalog.releases[0]?.date);
    expect(readFileSync(join(root, '.eventwright/docs/events/OrderPlaced.md'), 'utf8')).toMatch(
      /## Changelog\n\n.*\n.*\n.*v2\.0\.0/,
    );
    expect(readFileSync(join(root, '.eventwright/docs/feed.xml'), 'utf8')).toContain('v1.1.0');
  });

  it('are told by the commits that recorded a release, where there are no tags', async () => {
    const root = await repository();
    await command(root, 'release');
    await commitAll(root);
    const catalog = await catalogOf(root);
    expect(catalog.releases.map(({ name }) => name)).toEqual([
      (await git(root, 'rev-parse', '--short=8', 'HEAD')).trim(),
    ]);
    expect(catalog.history).toContain('recorded one in the lock');
  });

  it('are the same whether they were read before or not, and leave out what could not be read', async () => {
    const root = await repository();
    await git(root, 'tag', 'v1.0.0');
    editProject(root, [{ file: schemaFile, from: '"namespace": "shop",', to: '"namespace": shop,' }]);
    await commitAll(root);
    await git(root, 'tag', 'broken');
    editProject(root, [{ file: schemaFile, from: '"namespace": shop,', to: '"namespace": "shop",' }, withNote]);
    await commitAll(root);
    await git(root, 'tag', 'v1.2.0');
    const first = await catalogOf(root);
    expect(first.releases.map(({ name }) => name)).toEqual(['v1.0.0']);
    expect(first.history).toContain('2 states of the contracts could not be read');
    expect(await catalogOf(root)).toEqual(first);
  });

  it('are read once: a commit does not change', async () => {
    const root = await repository();
    await git(root, 'tag', 'v1.0.0');
    const hash = (await git(root, 'rev-parse', 'HEAD')).trim();
    const read = async (): Promise<boolean> =>
      (await command(root, 'docs', 'build', '--no-code')).stderr.includes(`reading ${hash}`);
    expect([await read(), await read()]).toEqual([true, false]);
    // What rules are set to decides what breaks.
    const rules = { CHANNEL_REMOVED: 'warning' };
    await writeFile(join(root, 'eventwright.config.json'), JSON.stringify({ contracts: 'asyncapi', rules }));
    expect(await read()).toBe(true);
  });

  it('are not known without git, which is said', async () => {
    const root = await temporaryProject({});
    cpSync(base, root, { recursive: true });
    expect(await catalogOf(root)).toMatchObject({
      releases: [],
      history: expect.stringContaining('in no git repository'),
    });
    expect((await catalogOf(root)).date).toBeUndefined();
  });

  it('are left out by --no-history, and days are counted from --date', async () => {
    const root = await repository();
    const catalog = await catalogOf(root, '--no-history', '--date', '2027-01-31');
    expect(catalog).toMatchObject({ date: '2027-01-31', releases: [] });
    const wrong = await command(root, 'docs', 'build', '--no-code', '--date', '31.1.2027');
    expect(wrong.exitCode).toBe(2);
  });
});
