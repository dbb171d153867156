import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryProject } from '../../test/temporary-project.ts';
import { createFile } from './create-file.ts';

describe('createFile', () => {
  it('makes a file, leaves one that is there alone, and leaves nothing else behind', async () => {
    const root = await temporaryProject({ 'there.txt': 'old' });
    expect(await createFile(join(root, 'new.txt'), 'text')).toBe(true);
    expect(await createFile(join(root, 'there.txt'), 'text')).toBe(false);
    expect((await readdir(root)).sort()).toEqual(['new.txt', 'there.txt']);
    expect(await readFile(join(root, 'there.txt'), 'utf8')).toBe('old');
    expect(await readFile(join(root, 'new.txt'), 'utf8')).toBe('text');
  });
});
