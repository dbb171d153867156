import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSite, type Catalog } from '../src/index.ts';
import { buildShop } from './build-shop.ts';
import { crawl } from './crawl.ts';

let folder: string;
let files: ReadonlyMap<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventwright-shop-'));
  await buildShop(folder);
  files = await filesIn(folder);
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function filesIn(root: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(root.length + 1))
    .sort();
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(root, name), 'utf8')] as const)),
  );
}

const pagesOf = (all: ReadonlyMap<string, string>): readonly string[] =>
  [...all.keys()].filter((path) => path.endsWith('.html'));

describe('the site of the shop', () => {
  it.each(['/', '/x/y/'])('has no link that leads nowhere, and leads everywhere, at %s', (base) => {
    const { dead, reached } = crawl(files, base);
    expect(dead).toEqual([]);
    // What nothing leads to is the page that servers show where there is none.
    expect(pagesOf(files).filter((path) => !reached.has(path) && path !== '404.html')).toEqual([]);
  });

  it('has the links of its pages in their Markdown, too', () => {
    const dead = [...files].flatMap(([path, text]) =>
      path.endsWith('.md')
        ? [...text.replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, '').matchAll(/(?<!\\)\]\(([^)\s]+)\)/g)]
            .map(([, address = '']) => new URL(address, `http://site.example/${path}`))
            .filter(({ host }) => host === 'site.example')
            .map(({ pathname }) => decodeURIComponent(pathname.slice(1)))
            .filter((target) => !files.has(target))
            .map((target) => `${path}: ${target}`)
        : [],
    );
    expect(dead).toEqual([]);
  });

  it('tells search engines of the pages that links lead to, each by one address', () => {
    const catalog: Catalog = JSON.parse(files.get('catalog.json') ?? '');
    const named = buildSite(catalog, { address: 'https://docs.shop.example/x/' });
    const map = named.find(({ path }) => path === 'sitemap.xml')?.text ?? '';
    const told = [...map.matchAll(/<loc>https:\/\/docs\.shop\.example\/x\/([^<]*)<\/loc>/g)].map(([, path = '']) =>
      decodeURI(path),
    );
    const canonical = pagesOf(files).filter(
      (path) => path !== '404.html' && !(files.get(path) ?? '').includes('rel="canonical"'),
    );
    expect(told.toSorted()).toEqual(canonical);
  });

  it('is the same, byte for byte, when it is built again', async () => {
    const again = await mkdtemp(join(tmpdir(), 'eventwright-shop-'));
    try {
      await buildShop(again);
      expect(await filesIn(again)).toEqual(files);
    } finally {
      await rm(again, { recursive: true, force: true });
    }
  }, 120_000);

  it('has small pages and small scripts', () => {
    const bytes = (path: string): number => Buffer.byteLength(files.get(path) ?? '');
    expect(
      pagesOf(files)
        .filter((path) => bytes(path) >= 60_000)
        .map((path) => `${path}: ${bytes(path)}`),
    ).toEqual([]);
    expect(bytes('assets/site.js') + bytes('assets/theme.js')).toBeLessThan(30_000);
    expect(bytes('assets/site.css')).toBeLessThan(20_000);
  });

  it('says of no place of this machine', () => {
    const telling = [...files].filter(([, text]) => text.includes(process.cwd()) || text.includes(tmpdir()));
    expect(telling.map(([path]) => path)).toEqual([]);
  });
});
