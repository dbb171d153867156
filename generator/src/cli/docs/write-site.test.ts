import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSite, type SiteFile } from '@eventwright/site';
import { describe, expect, it } from 'vitest';
import { smallCatalog } from '../../../../site/src/testing/small-catalog.ts';
import { createSiteThreads } from './site-threads.ts';
import { writeSite } from './write-site.ts';

const manyEvents = 1_000;

/** Writes the site with so many threads beside this one. */
async function written(threadsBeside: number): Promise<readonly SiteFile[]> {
  const directory = await mkdtemp(join(tmpdir(), 'eventwright-site-'));
  const source = { catalog: smallCatalog, settings: { address: 'https://docs.shop.example/' } };
  const threads = createSiteThreads(threadsBeside + 1);
  try {
    threads.start(manyEvents);
    threads.open(source);
    await writeSite(directory, openSite(source.catalog, source.settings), { threads });
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    return Promise.all(
      paths
        .sort()
        .map(async (path) => ({ path: path.slice(directory.length + 1), text: await readFile(path, 'utf8') })),
    );
  } finally {
    await threads.close();
  }
}

describe('writeSite', () => {
  it('writes the same bytes with any number of threads', async () => {
    const alone = await written(0);
    expect(alone.length).toBeGreaterThan(50);
    expect(await written(1)).toEqual(alone);
    expect(await written(3)).toEqual(alone);
  });

  it('fails where a thread does, and leaves the folder as it was', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'eventwright-site-'));
    const threads = createSiteThreads(2);
    try {
      threads.start(manyEvents);
      // Whoever opens this finds out that these are no schemas.
      const schemas = smallCatalog.schemas.map((schema) => ({ ...schema, text: '{"type":"nothing"}' }));
      threads.open({ catalog: { ...smallCatalog, schemas }, settings: {} });
      await expect(writeSite(directory, openSite(smallCatalog), { threads })).rejects.toThrow(/nothing/);
    } finally {
      await threads.close();
    }
    expect(await readdir(directory)).toEqual([]);
  });
});
