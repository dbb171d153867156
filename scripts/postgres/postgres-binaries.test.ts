import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPostgresBinaries } from './postgres-binaries.ts';

describe('findPostgresBinaries', () => {
  it('takes the first folder of the PATH that has both programs', async () => {
    const [half, whole] = await Promise.all(['half', 'whole'].map((name) => mkdtemp(join(tmpdir(), name))));
    if (half === undefined || whole === undefined) throw new Error('no folders');
    try {
      await writeFile(join(half, 'initdb'), '');
      await writeFile(join(whole, 'initdb'), '');
      await writeFile(join(whole, 'postgres'), '');
      expect(findPostgresBinaries({ PATH: [half, whole].join(delimiter) })).toBe(whole);
    } finally {
      await Promise.all([half, whole].map((folder) => rm(folder, { recursive: true })));
    }
  });
});
