import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { applyWrite } from './apply-write.ts';
import { manifestPath } from './manifest.ts';
import { isCurrent, planWrite } from './plan-write.ts';

let directory: string;

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'eventwright-write-')), 'out');
  await mkdir(directory);
});

const file = (path: string, text: string) => ({ path, text });

describe('planning and applying a write', () => {
  it('adds what is missing, and a second plan finds everything current', async () => {
    const files = [file('a.ts', 'a'), file('deep/er/b.ts', 'b')];
    const plan = await planWrite(directory, files);
    expect(plan.added.map(({ path }) => path)).toEqual(['a.ts', 'deep/er/b.ts']);
    await applyWrite(plan);
    expect(await readFile(join(directory, 'deep/er/b.ts'), 'utf8')).toBe('b');
    expect(isCurrent(await planWrite(directory, files))).toBe(true);
  });

  it('touches only files whose bytes differ', async () => {
    await applyWrite(await planWrite(directory, [file('same.ts', 's'), file('other.ts', '1')]));
    const before = await stat(join(directory, 'same.ts'), { bigint: true });
    const plan = await planWrite(directory, [file('same.ts', 's'), file('other.ts', '2')]);
    expect({ changed: plan.changed.map(({ path }) => path), unchanged: plan.unchanged }).toEqual({
      changed: ['other.ts'],
      unchanged: ['same.ts'],
    });
    await applyWrite(plan);
    const after = await stat(join(directory, 'same.ts'), { bigint: true });
    expect([after.mtimeNs, after.ino]).toEqual([before.mtimeNs, before.ino]);
  });

  it('removes what an earlier run wrote and leaves what is not its own', async () => {
    await applyWrite(await planWrite(directory, [file('old/gone.ts', ''), file('kept.ts', '')]));
    await writeFile(join(directory, 'mine.ts'), 'hand written');
    const plan = await planWrite(directory, [file('kept.ts', '')]);
    expect(plan.orphaned).toEqual(['old/gone.ts']);
    await applyWrite(plan);
    expect((await readdir(directory)).sort()).toEqual([manifestPath, 'kept.ts', 'mine.ts']);
  });

  it.each(['../outside.ts', '/etc/passwd', 'a/../../b.ts', 'a\\b.ts', ''])('refuses the path %j', async (path) => {
    await expect(planWrite(directory, [file(path, '')])).rejects.toThrow('leaves the output folder');
  });

  it('does not let a manifest name files outside the folder', async () => {
    await writeFile(join(directory, manifestPath), JSON.stringify({ files: { '../victim.ts': 'x' } }));
    await writeFile(join(directory, '..', 'victim.ts'), 'precious');
    expect((await planWrite(directory, [])).orphaned).toEqual([]);
  });

  it('owns what it has moved before it failed, also where nothing was its own before', async () => {
    const plan = await planWrite(directory, [file('a.ts', ''), file('b.ts', '')]);
    await mkdir(join(directory, 'b.ts'));
    await expect(applyWrite(plan)).rejects.toThrow();
    await rm(join(directory, 'b.ts'), { recursive: true });
    expect((await planWrite(directory, [])).orphaned).toEqual(['a.ts']);
  });

  it('owns the files of a run that was cut short before its manifest was final', async () => {
    const first = await planWrite(directory, [file('a.ts', ''), file('b.ts', '')]);
    await applyWrite(first);
    const { files } = JSON.parse(await readFile(join(directory, manifestPath), 'utf8'));
    await writeFile(join(directory, manifestPath), JSON.stringify({ files: { ...files, 'c.ts': 'half' } }));
    await writeFile(join(directory, 'c.ts'), 'half');
    expect((await planWrite(directory, [file('a.ts', '')])).orphaned).toEqual(['b.ts', 'c.ts']);
  });
});
