/** What following every link of a site leads to. */
export interface Crawl {
  /** Files that links lead to from the first page, that one included. */
  readonly reached: ReadonlySet<string>;
  /** `page: address` of links that lead nowhere, leave the site, or to a place that a page does not have. */
  readonly dead: readonly string[];
}

/** Follows every link of a site that stands at `base`, as a browser finds addresses. */
export function crawl(files: ReadonlyMap<string, string>, base: string): Crawl {
  const reached = new Set(['index.html']);
  const dead: string[] = [];
  for (const path of reached) {
    const text = files.get(path) ?? '';
    if (!path.endsWith('.html')) continue;
    for (const address of addressesIn(text)) {
      const url = new URL(address, `http://site.example${base}${path}`);
      const target = decodeURIComponent(url.pathname.slice(base.length));
      const isInside = url.host === 'site.example' && url.pathname.startsWith(base);
      if (!isInside || !files.has(target) || !hasAnchor(files.get(target) ?? '', url.hash)) {
        dead.push(`${path}: ${address}`);
      } else reached.add(target);
    }
  }
  return { reached, dead };
}

/** Attributes that lead somewhere; of links to other sites those in texts of people, which have a whole address. */
const addressesIn = (text: string): readonly string[] =>
  [...text.matchAll(/ (?:href|src)="([^"]*)"/g)]
    .map(([, address = '']) => unescaped(address))
    .filter((address) => !/^https?:/.test(address));

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const unescaped = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');

const hasAnchor = (text: string, hash: string): boolean =>
  hash === '' || unescaped(text).includes(` id="${decodeURIComponent(hash.slice(1))}"`);
