import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { command } from '../command.ts';
import { smallProject, temporaryProject } from '../temporary-project.ts';
import { type BadInput, expectRefusal } from './refusal.ts';

const launcher = fileURLToPath(new URL('../../bin/eventwright.js', import.meta.url));

const isRoot = process.getuid?.() === 0;

const rows: readonly BadInput[] = [
  {
    name: 'a file',
    files: { generated: 'not a folder' },
    exitCode: 4,
    says: /generated.*': a file is in the way of a folder\.\nRemove what is in the way, or write to another folder/,
  },
  {
    name: 'below a file, by --out',
    argv: ['generate', '--quiet', '--out', 'eventwright.config.json/generated'],
    exitCode: 4,
    says: 'a file is in the way of a folder',
  },
  {
    name: 'a folder where a file is to be',
    prepare: (root) => mkdir(join(root, 'generated/orders.ts'), { recursive: true }).then(),
    exitCode: 4,
    says: "orders.ts' is no file, so none can be written there",
  },
  {
    name: 'a file where a folder is to be',
    files: { 'generated/messages': '' },
    exitCode: 4,
    says: 'a file is in the way of a folder',
  },
  {
    name: 'a pipe where a file is to be',
    prepare: async (root) => {
      await mkdir(join(root, 'generated'));
      execFileSync('mkfifo', [join(root, 'generated/orders.ts')]);
    },
    exitCode: 4,
    says: "orders.ts' is no file",
  },
  {
    name: 'a folder for the manifest',
    prepare: (root) => mkdir(join(root, 'generated/.eventwright-manifest.json'), { recursive: true }).then(),
    exitCode: 4,
    says: "manifest.json' is no file",
  },
  {
    name: 'symbolic links in a circle',
    prepare: (root) => symlink('generated', join(root, 'generated')),
    exitCode: 4,
    says: 'symbolic links lead in a circle',
  },
];

describe('an output folder that cannot be written to', () => {
  it.each(rows)('is said to be so: $name', expectRefusal);

  it.skipIf(!existsSync('/proc/self'))(
    'is said to be so: one on a file system that the system alone writes to',
    async () => {
      const root = await temporaryProject(smallProject);
      // In a process of its own, since Node's way of making folders does not end there.
      const { status, stderr } = spawnSync(
        process.execPath,
        [launcher, 'generate', '--quiet', '--out', '/proc/shop/generated'],
        {
          cwd: root,
          encoding: 'utf8',
          timeout: 25_000,
          // It has handlers of its own for the others, which never get their turn in a loop.
          killSignal: 'SIGKILL',
        },
      );
      expect([status, stderr]).toEqual([4, expect.stringContaining("'/proc/shop': no folder can be made there.\n")]);
    },
  );

  it.skipIf(isRoot)('is said to be so: one without permission (root may write to all)', async () => {
    await expectRefusal({
      name: 'no permission',
      prepare: async (root) => {
        await mkdir(join(root, 'generated'));
        await chmod(join(root, 'generated'), 0o555);
      },
      exitCode: 4,
      says: 'no permission',
    });
  });
});

describe('an output folder with a life of its own', () => {
  it('keeps foreign files, and loses only what the generator has written', async () => {
    const root = await temporaryProject({ ...smallProject, 'generated/mine.ts': 'mine', 'generated/a/b.ts': 'mine' });
    expect((await command(root, 'generate')).exitCode).toBe(0);
    expect(await readFile(join(root, 'generated/mine.ts'), 'utf8')).toBe('mine');
    expect(await readFile(join(root, 'generated/a/b.ts'), 'utf8')).toBe('mine');
  });

  it('may be a symbolic link, which stays one', async () => {
    const elsewhere = await temporaryProject({});
    const root = await temporaryProject(smallProject);
    await symlink(elsewhere, join(root, 'generated'));
    expect((await command(root, 'generate')).exitCode).toBe(0);
    expect(await readdir(elsewhere)).toContain('orders.ts');
    expect((await command(root, 'generate', '--check')).exitCode).toBe(0);
  });

  it('does not follow a symbolic link in the place of a file', async () => {
    const root = await temporaryProject({ ...smallProject, 'precious.ts': 'precious' });
    await mkdir(join(root, 'generated'));
    await symlink('../precious.ts', join(root, 'generated/orders.ts'));
    expect((await command(root, 'generate')).exitCode).toBe(0);
    expect(await readFile(join(root, 'precious.ts'), 'utf8')).toBe('precious');
  });

  it('is not emptied by a manifest that names other files', async () => {
    const files = { '../precious.ts': 'x', '/etc/passwd': 'x', 'a/../../precious.ts': 'x', '': 'x', __proto__: 'x' };
    const root = await temporaryProject({
      ...smallProject,
      'precious.ts': 'precious',
      'generated/.eventwright-manifest.json': JSON.stringify({ files }),
    });
    expect((await command(root, 'generate')).exitCode).toBe(0);
    expect(await readFile(join(root, 'precious.ts'), 'utf8')).toBe('precious');
  });

  it('is written whole again after a damaged cache or manifest', async () => {
    const root = await temporaryProject(smallProject);
    await command(root, 'generate');
    const cache = join(root, '.eventwright/cache');
    for (const name of await readdir(cache)) await writeFile(join(cache, name), '{ "files": 1');
    await writeFile(join(root, 'generated/.eventwright-manifest.json'), '\0');
    expect((await command(root, 'generate')).exitCode).toBe(0);
    expect((await command(root, 'generate', '--check')).exitCode).toBe(0);
  });
});
