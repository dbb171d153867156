import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryProject } from '../../test/temporary-project.ts';
import type { Finding } from '../model/finding.ts';
import { openFindingsCache } from './findings-cache.ts';

const finding: Finding = {
  ruleId: 'A',
  severity: 'warning',
  message: 'm',
  position: { file: 'f', line: 1, column: 2 },
  related: [{ message: 'r', position: { file: 'f', line: 3, column: 4 } }],
};

describe('openFindingsCache', () => {
  it('gives back what was kept under the same key, and nothing under another', async () => {
    const root = await temporaryProject({});
    await openFindingsCache(root).write('key', [finding]);
    expect(openFindingsCache(root).read('key')).toEqual([finding]);
    expect(openFindingsCache(root).read('other')).toBeUndefined();
    expect(await readdir(join(root, '.eventwright/cache'))).toEqual(['official-parser.json']);
  });

  it('prefers the folder of installed packages', async () => {
    const root = await temporaryProject({});
    await mkdir(join(root, 'node_modules'));
    await openFindingsCache(root).write('key', []);
    expect(await readdir(join(root, 'node_modules/.cache/eventwright'))).toEqual(['official-parser.json']);
  });

  it.each(['', '{', '[]', 'null', '{"key":"key"}', '{"key":"key","findings":[{"ruleId":1}]}'])(
    'takes the damaged file %j for none',
    async (text) => {
      const root = await temporaryProject({ '.eventwright/cache/official-parser.json': text });
      expect(openFindingsCache(root).read('key')).toBeUndefined();
    },
  );

  it('does without where it cannot write', async () => {
    const root = await temporaryProject({});
    await writeFile(join(root, '.eventwright'), 'a file, where the folder should be');
    await expect(openFindingsCache(root).write('key', [finding])).resolves.toBeUndefined();
  });
});
