import { readdirSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeLargeContracts } from '../../bench/src/large-contracts.ts';
import { type RunResult, run } from '../process/run.ts';
import { installOffline } from './install-offline.ts';
import { packPackages } from './pack-packages.ts';
import { packages } from './packages.ts';
import { isSource } from './published-manifest.ts';
import { repository } from './repository.ts';

const consumer = fileURLToPath(new URL('./fixtures/consumer/', import.meta.url));
const at = { folder: '', project: '' };

/** Imports every entry of every package; of the one that runs inside Vitest alone, the types. */
const entries = packages
  .flatMap(({ manifest: { name, exports } }) =>
    Object.entries(exports).flatMap(([subpath, target]) => (isSource(target) ? [posix.join(name, subpath)] : [])),
  )
  .map((entry, index) => `export ${entry.includes('/testing/') ? 'type ' : ''}* as entry${index} from '${entry}';\n`)
  .join('');

/** Packs everything, and installs it in a project outside of the repository, where no source of ours is in reach. */
beforeAll(async () => {
  at.folder = await mkdtemp(join(tmpdir(), 'eventwright-pack-'));
  at.project = join(at.folder, 'consumer');
  const tarballs = await packPackages(join(at.folder, 'out'));
  await cp(consumer, at.project, { recursive: true });
  await installOffline(at.project, tarballs);
  await writeFile(join(at.project, 'src/entries.ts'), entries);
}, 120_000);

afterAll(() => rm(at.folder, { recursive: true, force: true }));

const node = (...args: readonly string[]): Promise<RunResult> => run(process.execPath, args, { cwd: at.project });
const eventwright = (...args: readonly string[]): Promise<RunResult> =>
  node('node_modules/eventwright/bin/eventwright.js', ...args);

describe.each(packages)('the package $manifest.name', ({ manifest }) => {
  const folder = (): string => join(at.project, 'node_modules', manifest.name);
  const files = (): readonly string[] =>
    readdirSync(folder(), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(folder(), join(parentPath, name)).replaceAll('\\', '/'))
      .sort();

  it('holds compiled code with its types, the readme, the licence and what its files say', () => {
    const compiled = files().filter((file) => /^dist\/.*\.(js|d\.ts)$/.test(file));
    expect(compiled.length).toBeGreaterThan(0);
    const inFolder = (path: string) => (file: string) => file.startsWith(`${path}/`);
    const listed = manifest.files
      .filter((path) => path !== 'dist')
      .flatMap((path) => {
        const within = files().filter(inFolder(path));
        return within.length > 0 ? within : [path];
      });
    expect(files()).toEqual(['LICENSE', 'README.md', ...compiled, ...listed, 'package.json'].sort());
  });

  it('holds no test and nothing that only tests need', () => {
    expect(files().filter((file) => /\.(test|fixture)\.|(^|\/)arbitrary-|database-contract/.test(file))).toEqual([]);
  });

  it('leads to files that are there', async () => {
    const published = JSON.parse(await readFile(join(folder(), 'package.json'), 'utf8'));
    const targets = Object.values<string | Record<string, string>>(published.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    const leads = [...targets, ...Object.values<string>(published.bin ?? {})].map((path) => path.slice('./'.length));
    expect(leads.length).toBeGreaterThan(0);
    expect(leads.filter((path) => !files().includes(path))).toEqual([]);
  });
});

describe('a project with the packages installed', () => {
  it('has the command', async () => {
    const { code, output } = await eventwright('--help');
    expect(output).toContain('Usage: eventwright');
    expect(code).toBe(0);
  });

  it('validates contracts, with the official parser in its thread', async () => {
    const { code, output } = await eventwright('validate');
    expect(output).toContain('no findings');
    expect(code).toBe(0);
  });

  it('makes a site, of so many events that several threads do, with the scripts of its pages', async () => {
    const many = join(at.folder, 'many');
    await writeLargeContracts(many, 100);
    const { code, output } = await eventwright('docs', 'build', '--no-history', '--cwd', many);
    expect(output).toMatch(/pages in .*docs: \d+ new/);
    expect(code).toBe(0);
    const made = join(many, '.eventwright/docs');
    expect(await readFile(join(made, 'events/Event99.html'), 'utf8')).toContain('<h1>Event99</h1>');
    expect((await readFile(join(made, 'assets/site.js'), 'utf8')).length).toBeGreaterThan(1_000);
  });

  it('generates a client that type-checks against the packages and runs under plain Node, with every entry loaded', async () => {
    const generated = await eventwright('generate');
    expect(generated.output).toContain('6 written');
    const compiled = await node(join(repository, 'node_modules/typescript/bin/tsc'));
    expect(compiled).toEqual({ code: 0, output: '' });
    expect(await node('out/entries.js')).toEqual({ code: 0, output: '' });
    const ran = await node('out/main.js');
    expect(ran).toEqual({ code: 0, output: 'o-1: o-1 for 9007199254740993 with note null\n' });
  });
});

describe('npm pack in a workspace', () => {
  it('packs no package that leads to sources, and says how to pack', async () => {
    const { code, output } = await run('npm', ['pack', '-w', '@eventwright/avro', '--dry-run'], { cwd: repository });
    expect(output).toContain('npm run pack');
    expect(code).not.toBe(0);
  });
});
