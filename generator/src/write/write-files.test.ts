import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryProject } from '../../test/temporary-project.ts';
import { writeFiles } from './write-files.ts';

const page = (path: string, text: string = path): { path: string; text: string } => ({ path, text });

let root: string;
beforeEach(async () => {
  root = await temporaryProject({});
});

describe('writeFiles', () => {
  it('says what it added, changed and removed, and leaves the rest untouched', async () => {
    const first = await writeFiles(root, [page('b.html'), page('a/x.html'), page('c.html')]);
    expect(first).toEqual({
      added: ['a/x.html', 'b.html', 'c.html'],
      changed: [],
      removed: [],
      paths: ['a/x.html', 'b.html', 'c.html'],
    });
    writeFileSync(join(root, 'CNAME'), 'docs.shop.example');
    const { mtimeMs } = statSync(join(root, 'c.html'));

    const second = await writeFiles(root, [page('b.html', 'new'), page('c.html')]);
    expect(second).toMatchObject({ added: [], changed: ['b.html'], removed: ['a/x.html'] });
    expect(readFileSync(join(root, 'b.html'), 'utf8')).toBe('new');
    expect(statSync(join(root, 'c.html')).mtimeMs).toBe(mtimeMs);
    expect(readdirSync(root).sort()).toEqual(['.eventwright-manifest.json', 'CNAME', 'b.html', 'c.html']);
  });

  it('finds files in folders that were there, beside files in folders that were not', async () => {
    await writeFiles(root, [page('a/b/x.html'), page('a/b/y.html')]);
    const { mtimeMs } = statSync(join(root, 'a/b/x.html'));
    const files = [page('a/b/x.html'), page('a/b/y.html', 'new'), page('a/c/d/z.html'), page('a/c/d/w.html')];
    expect(await writeFiles(root, files)).toMatchObject({
      added: ['a/c/d/w.html', 'a/c/d/z.html'],
      changed: ['a/b/y.html'],
      removed: [],
    });
    expect(statSync(join(root, 'a/b/x.html')).mtimeMs).toBe(mtimeMs);
  });

  it('changes nothing where a folder is to be in the place of a file', async () => {
    await writeFiles(root, [page('a.html')]);
    writeFileSync(join(root, 'b'), 'mine');
    await expect(writeFiles(root, [page('a.html', 'new'), page('b/c/x.html')])).rejects.toThrow();
    expect(readFileSync(join(root, 'a.html'), 'utf8')).toBe('a.html');
    expect(readFileSync(join(root, 'b'), 'utf8')).toBe('mine');
  });

  it('changes nothing where making the files fails', async () => {
    await writeFiles(root, [page('a.html')]);
    const failing = function* () {
      yield page('a.html', 'new');
      throw new Error('no more');
    };
    await expect(writeFiles(root, failing())).rejects.toThrow('no more');
    expect(readFileSync(join(root, 'a.html'), 'utf8')).toBe('a.html');
    expect(readdirSync(root).sort()).toEqual(['.eventwright-manifest.json', 'a.html']);
  });

  it('leaves the folder never', async () => {
    await expect(writeFiles(root, [page('../a.html')])).rejects.toThrow(/leaves the output folder/);
    expect(existsSync(join(root, '../a.html'))).toBe(false);
  });
});
