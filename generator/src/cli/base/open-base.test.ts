import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';
import { change, commitAll, git, temporaryRepository } from '../../../test/temporary-repository.ts';
import type { Base } from '../../model/base.ts';
import { CliError } from '../cli-error.ts';
import { createContainer } from '../container.ts';
import type { Io } from '../io.ts';
import { openProject } from '../open-project.ts';
import { openBase } from './open-base.ts';

const schema = 'asyncapi/order-placed.v1.avsc';
const subject = 'shop.orders-shop.orders.OrderPlaced';

interface Opened {
  readonly base: Base;
  readonly stderr: string;
}

/** Opens the base of a project with as little of an environment as possible. */
async function open(root: string, against?: string, env: Io['env'] = {}): Promise<Opened> {
  let stderr = '';
  const io: Io = {
    stdout: { write: () => undefined },
    stderr: { write: (text) => (stderr += text) },
    env,
    cwd: root,
    signal: new AbortController().signal,
  };
  const container = createContainer(io, { format: 'text', color: false, quiet: true }, () => 0);
  const base = await openBase(container, await openProject(container), against);
  return { base, stderr };
}

/** What is said where the base cannot be opened: exit code, message, help, and places of findings. */
async function failure(root: string, against?: string, env?: Io['env']): Promise<readonly unknown[]> {
  const error: unknown = await open(root, against, env).catch((thrown: unknown) => thrown);
  if (!(error instanceof CliError)) throw new Error(`no CliError but ${String(error)}`);
  const places = error.shown?.findings.map(({ ruleId, position }) => `${position.file}:${position.line} ${ruleId}`);
  return [error.exitCode, error.message, error.help, ...(places ?? [])];
}

/** Names of the fields of the payload, version by version. */
const fieldsOf = (base: Base): readonly string[] =>
  (base.subjects.get(subject) ?? []).map(
    ({ version, schema: held }) =>
      `v${version} ${held.kind === 'record' ? held.fields.map(({ name }) => name).join() : ''}`,
  );

const withField = (name: string): string => (smallProject[schema] ?? '').replace('"orderId"', `"${name}"`);

describe('openBase of git', () => {
  it.each([
    ['a branch', 'main'],
    ['a tag', 'v1.0.0'],
    ['an annotated tag', 'released'],
    ['a commit before another', 'HEAD~1'],
  ])('reads %s as it was, and not the files as they are', async (_what, ref) => {
    const root = await temporaryRepository(smallProject);
    await git(root, 'tag', 'v1.0.0');
    await git(root, 'tag', '--annotate', '--message', 'A release', 'released');
    await git(root, 'switch', '--quiet', '--create', 'change');
    await change(root, { [schema]: withField('id') });
    await commitAll(root);
    await change(root, { [schema]: withField('number') });
    const { base, stderr } = await open(root, `git:${ref}`);
    expect([base.label, fieldsOf(base), base.model?.messages.map(({ name }) => name), stderr]).toEqual([
      ref,
      ['v1 orderId'],
      ['OrderPlaced'],
      '',
    ]);
    expect(await git(root, 'status', '--porcelain')).toBe(` M ${schema}\n`);
  });

  it('reads a commit by its hash, whole or short', async () => {
    const root = await temporaryRepository(smallProject);
    const hash = (await git(root, 'rev-parse', 'HEAD')).trim();
    await change(root, { [schema]: withField('id') });
    for (const name of [hash, hash.slice(0, 8)])
      expect(fieldsOf((await open(root, `git:${name}`)).base)).toEqual(['v1 orderId']);
  });

  it('reads contracts in a folder of the repository, from any folder', async () => {
    const nested = Object.fromEntries(Object.entries(smallProject).map(([path, text]) => [`a b/shop/${path}`, text]));
    const root = await temporaryRepository(nested);
    await change(root, { [`a b/shop/${schema}`]: withField('id') });
    expect(fieldsOf((await open(join(root, 'a b/shop/asyncapi'), 'git:main')).base)).toEqual(['v1 orderId']);
  });

  it('reads the folder where the project stood then, if it is named', async () => {
    const root = await temporaryRepository(
      Object.fromEntries(Object.entries(smallProject).map(([path, text]) => [`old/${path}`, text])),
    );
    await git(root, 'mv', 'old', 'new');
    const project = join(root, 'new');
    expect(fieldsOf((await open(project, 'git:main:old')).base)).toEqual(['v1 orderId']);
    expect(fieldsOf((await open(project, 'git:main:old/asyncapi/')).base)).toEqual(['v1 orderId']);
    expect(await failure(project, 'git:main:odl')).toEqual([
      4,
      'main has no contracts in odl.',
      'Name the folder of the configuration, from the top of the repository, or the contracts folder itself.',
    ]);
  });

  it('follows the configuration of the commit where files were renamed since', async () => {
    const root = await temporaryRepository(smallProject);
    await git(root, 'mv', 'asyncapi', 'contracts');
    const config = '{ "contracts": "contracts" }\n';
    await change(root, { 'eventwright.config.json': config });
    expect(fieldsOf((await open(root, 'git:main')).base)).toEqual(['v1 orderId']);
  });

  it('takes the configuration of today where the commit has none', async () => {
    const { 'eventwright.config.json': config = '', ...contracts } = smallProject;
    const root = await temporaryRepository(contracts);
    await change(root, { 'eventwright.config.json': config });
    expect(fieldsOf((await open(root, 'git:main')).base)).toEqual(['v1 orderId']);
  });

  it('bears settings of another version in the configuration of the commit, but not one without contracts', async () => {
    const root = await temporaryRepository({
      ...smallProject,
      'eventwright.config.json': '{ "contracts": "asyncapi", "old": 1 }',
    });
    await git(root, 'tag', 'old');
    await change(root, { 'eventwright.config.json': '{ "old": 1 }' });
    await commitAll(root);
    await change(root, { 'eventwright.config.json': smallProject['eventwright.config.json'] });
    expect(fieldsOf((await open(root, 'git:old')).base)).toEqual(['v1 orderId']);
    expect(await failure(root, 'git:main')).toEqual([
      3,
      'The configuration of main cannot be used.',
      undefined,
      'main:eventwright.config.json:1 CONFIG_INVALID',
    ]);
  });

  it('is empty where the commit had no contracts, and says so', async () => {
    const root = await temporaryRepository({ 'README.md': '' });
    await change(root, smallProject);
    const { base, stderr } = await open(root, 'git:main');
    expect([base.subjects.size, base.model?.messages, stderr]).toEqual([
      0,
      [],
      "main has no folder 'asyncapi', so everything is new\n",
    ]);
  });

  it('takes a branch of the remote where there is none here, and calls it so', async () => {
    const root = await temporaryRepository(smallProject);
    const clone = join(await temporaryProject({}), 'clone');
    await git(root, 'switch', '--quiet', '--create', 'change');
    await git(root, 'clone', '--quiet', '--branch', 'change', root, clone);
    expect((await open(clone, 'git:main')).base.label).toBe('origin/main');
  });

  it('says exactly what to fetch in a shallow clone', async () => {
    const root = await temporaryRepository(smallProject);
    await git(root, 'tag', 'v1.0.0');
    const first = (await git(root, 'rev-parse', 'HEAD')).trim();
    await git(root, 'switch', '--quiet', '--create', 'change');
    await commitAll(root);
    const commands = {
      main: 'git fetch --depth=1 origin main:refs/remotes/origin/main',
      'v1.0.0': 'git fetch --depth=1 origin tag v1.0.0',
      [first]: `git fetch --depth=1 origin ${first}`,
      'HEAD~1': 'git fetch --unshallow origin',
    };
    for (const [ref, fetch] of Object.entries(commands)) {
      const clone = join(await temporaryProject({}), 'clone');
      await git(root, 'clone', '--quiet', '--depth', '1', '--branch', 'change', `file://${root}`, clone);
      const [exitCode, message, help] = await failure(clone, `git:${ref}`);
      expect([exitCode, message]).toEqual([4, `There is no branch, tag or commit '${ref}' in this shallow clone.`]);
      expect(help).toContain(`Run \`${fetch}\`. In GitHub Actions, give actions/checkout \`fetch-depth: 0\``);
      await git(clone, ...fetch.split(' ').slice(1));
      expect(fieldsOf((await open(clone, `git:${ref}`)).base)).toEqual(['v1 orderId']);
    }
  });

  it('says which name is near, and what is no repository', async () => {
    const root = await temporaryRepository(smallProject);
    expect(await failure(root, 'git:mian')).toEqual([
      4,
      "There is no branch, tag or commit 'mian' in this repository.",
      "Did you mean 'main'?",
    ]);
    const folder = await temporaryProject(smallProject);
    expect(await failure(folder, 'git:main')).toEqual([
      4,
      `${folder} is in no git repository.`,
      'Compare with a folder or the last release: `--against ../other-checkout`, `--against lock`.',
    ]);
  });

  it('says so where there is no git', async () => {
    const root = await temporaryProject(smallProject);
    expect(await failure(root, 'git:main', { PATH: root })).toEqual([
      4,
      'There is no git on this machine.',
      'Install git, or compare with a folder: `--against ../other-checkout`.',
    ]);
  });

  it('finds its own repository in a hook of another', async () => {
    const root = await temporaryRepository(smallProject);
    const other = await temporaryRepository({});
    const env = { GIT_DIR: join(other, '.git'), GIT_WORK_TREE: other, GIT_INDEX_FILE: join(other, '.git/index') };
    expect(fieldsOf((await open(root, 'git:main', env)).base)).toEqual(['v1 orderId']);
  });

  it.each([
    ['git:--upload-pack=x', "'--upload-pack=x' is no branch, tag or commit."],
    ['git:', "'' is no branch, tag or commit."],
    ['git:main..change', "'main..change' is no branch, tag or commit."],
    ['git:main:../other', "'../other' is no folder of a repository."],
    ['registry:ftp://host', "'ftp://host' is no address of a registry."],
    ['', 'There is nothing to compare with.'],
  ])('refuses what cannot be meant: %s', async (against, message) => {
    expect((await failure(await temporaryRepository(smallProject), against)).slice(0, 2)).toEqual([2, message]);
  });

  it('shows findings on contracts that were broken then by the name of the commit', async () => {
    const root = await temporaryRepository({ ...smallProject, [schema]: withField('order id') });
    await change(root, { [schema]: withField('orderId') });
    expect(await failure(root, 'git:main')).toEqual([
      3,
      'The contracts of main are broken, so nothing can be compared.',
      'Compare with a state that is whole, such as an earlier commit: `--against git:<commit>`.',
      `main:${schema}:5 AVRO_NAME_INVALID`,
    ]);
  });

  it('does not mind a file that no contract is made of', async () => {
    const root = await temporaryRepository({
      ...smallProject,
      'asyncapi/.hidden/a.avsc': '?',
      'asyncapi/notes.yaml': 'a: 1',
    });
    expect(fieldsOf((await open(root, 'git:main')).base)).toEqual(['v1 orderId']);
  });

  it('knows what was released by the lock of the commit', async () => {
    const root = await temporaryRepository(smallProject);
    expect((await open(root, 'git:main')).base.altered).toBeUndefined();
    await change(root, { 'eventwright.lock': await readFile(new URL('fixtures/small.lock', import.meta.url), 'utf8') });
    await commitAll(root);
    await change(root, { [schema]: withField('id') });
    const { base } = await open(root, 'git:main');
    expect(base.altered?.map(({ kind, position }) => `${kind} ${position.file}`)).toEqual([`changed ${schema}`]);
  });
});

describe('openBase of git, where files are not in the commit', () => {
  const cure =
    'Check that commit out beside this one and compare with the folder: `git worktree add ../base main`, then `--against ../base`.';

  it('says so of symbolic links, also of a folder on the way', async () => {
    const root = await temporaryRepository(smallProject);
    await symlink('order-placed.v1.avsc', join(root, 'asyncapi/order.v1.avsc'));
    await commitAll(root);
    const linked = 'At main, asyncapi/order.v1.avsc is a symbolic link: its content is not in the commit.';
    expect(await failure(root, 'git:main')).toEqual([4, linked, cure]);
    await git(root, 'mv', 'asyncapi', 'contracts');
    await symlink('contracts', join(root, 'asyncapi'));
    await commitAll(root);
    expect(await failure(root, 'git:main')).toEqual([4, linked.replace('asyncapi/order.v1.avsc', 'asyncapi'), cure]);
  });

  it('says so of a submodule', async () => {
    const root = await temporaryRepository(smallProject);
    const shared = await temporaryRepository({ 'money.avsc': '' });
    await git(root, 'submodule', '--quiet', 'add', shared, 'asyncapi/shared');
    await commitAll(root);
    await git(root, 'rm', '--quiet', '-r', 'asyncapi/shared');
    expect(await failure(root, 'git:main')).toEqual([
      4,
      'At main, asyncapi/shared is a submodule: its content is not in the commit.',
      cure,
    ]);
  });

  it('says so of Git LFS', async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 120\n`;
    const root = await temporaryRepository({ ...smallProject, [schema]: pointer });
    await change(root, { [schema]: smallProject[schema] });
    expect(await failure(root, 'git:main')).toEqual([
      4,
      `At main, ${schema} is kept in Git LFS: its content is not in the commit.`,
      cure,
    ]);
  });
});

describe('openBase of a folder', () => {
  it('reads the root of another checkout, by its own configuration, or a contracts folder', async () => {
    const root = await temporaryProject(smallProject);
    const other = await temporaryProject({
      'eventwright.config.json': '{ "contracts": "contracts" }',
      'contracts/orders.yaml': smallProject['asyncapi/orders.yaml'] ?? '',
      'contracts/order-placed.v1.avsc': withField('id'),
    });
    for (const path of [other, join(other, 'contracts')]) {
      const { base } = await open(root, path);
      expect([base.label, fieldsOf(base)]).toEqual([path, ['v1 id']]);
    }
  });

  it('takes the contracts folder of today where the other has no configuration', async () => {
    const { 'eventwright.config.json': _config, ...contracts } = smallProject;
    const root = await temporaryProject({ ...smallProject, 'base/none': '' });
    await change(join(root, 'base'), contracts);
    expect(fieldsOf((await open(root, 'base')).base)).toEqual(['v1 orderId']);
  });

  it('says what is missing', async () => {
    const root = await temporaryProject({ ...smallProject, 'other/none': '', 'broken/eventwright.config.json': '{' });
    const forms = 'lock, git:<branch, tag or commit>, registry:<address>, or a folder';
    expect(await failure(root, 'main')).toEqual([
      4,
      `There is no folder ${join(root, 'main')} to compare with.`,
      `Is 'main' a branch? Then say git:main. What there is to compare with: ${forms}.`,
    ]);
    expect(await failure(root, 'other')).toEqual([
      4,
      `There are no contracts in ${join(root, 'other')}.`,
      'Name the folder of the eventwright.config.json that belongs to them, or the contracts folder itself.',
    ]);
    expect((await failure(root, 'broken'))[0]).toBe(3);
    await mkdir(join(root, 'gone'));
    await change(root, { 'gone/eventwright.config.json': '{ "contracts": "no" }' });
    expect((await failure(root, 'gone')).slice(0, 2)).toEqual([4, `There is no folder 'no' in ${join(root, 'gone')}.`]);
  });

  it('shows findings of the other folder by a path from here', async () => {
    const root = await temporaryProject({ ...smallProject, 'base/asyncapi/orders.yaml': 'asyncapi: [' });
    expect((await failure(root, 'base')).slice(3)).toEqual(['base/asyncapi/orders.yaml:1 YAML_INVALID']);
  });
});

describe('openBase of the last release', () => {
  it('is what is compared with if nothing else is said', async () => {
    const lock = await readFile(new URL('fixtures/small.lock', import.meta.url), 'utf8');
    const root = await temporaryProject({ ...smallProject, 'eventwright.lock': lock });
    const { base } = await open(root);
    expect([base.label, fieldsOf(base), base.altered]).toEqual(['the last release', ['v1 orderId'], []]);
  });

  it('says what to do where nothing was released, and where the lock is broken', async () => {
    const root = await temporaryProject(smallProject);
    expect((await failure(root, 'lock')).slice(0, 2)).toEqual([
      4,
      `There is no eventwright.lock in ${root}: nothing was released yet.`,
    ]);
    await change(root, { 'eventwright.lock': '{\n  "lockVersion": 1,\n' });
    expect(await failure(root)).toEqual([
      3,
      'eventwright.lock cannot be used.',
      undefined,
      'eventwright.lock:3 LOCK_INVALID',
    ]);
  });
});
