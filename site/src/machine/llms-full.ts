import type { SiteFile } from '../build-site.ts';
import type { PageHead } from '../page/page-head.ts';
import type { SiteContext } from '../site-context.ts';

/** More than this no assistant reads at once, in characters. */
const mostOfEverything = 1_000_000;
const mostOfDomain = 500_000;

interface DomainTexts {
  readonly told: string[];
  /** Names of events. */
  readonly left: string[];
  length: number;
}

/**
 * What stands on the pages of events, as one text; where that would be too long, one for each domain and an index of these. A
 * domain that is too long by itself ends with the names of what is left out.
 */
export function fullTextFiles({ estate, paths }: SiteContext, pages: readonly PageHead[]): readonly SiteFile[] {
  const { title } = estate.catalog;
  const texts = pages.flatMap(({ event }) => event ?? []);
  const domains = domainsOf(texts, (name) => estate.event(name)?.domain ?? '');
  const all = [...domains].sort(([a], [b]) => (a < b ? -1 : 1));
  const isShort = all.reduce((length, [, domain]) => length + domain.length, 0) <= mostOfEverything;
  if (isShort && all.every(([, { left }]) => left.length === 0)) {
    return [{ path: 'llms-full.txt', text: `# ${title}\n\n${texts.map(({ text }) => text).join('\n')}` }];
  }
  const pathOf = (domain: string): string => paths.domain(domain).replace(/\.html$/, '.llms.txt');
  const lines = all.map(
    ([domain, { told, left }]) =>
      `- [${domain === '' ? 'no namespace' : domain}](${pathOf(domain)}): ${told.length + left.length} events`,
  );
  const index = `# ${title}\n\nToo long for one text; there is one for each domain.\n\n${lines.join('\n')}\n`;
  return [
    { path: 'llms-full.txt', text: index },
    ...all.map(([domain, own]) => ({ path: pathOf(domain), text: domainText(domain, own) })),
  ];
}

function domainsOf(
  texts: readonly { readonly name: string; readonly text: string }[],
  domainOf: (name: string) => string,
): ReadonlyMap<string, DomainTexts> {
  const domains = new Map<string, DomainTexts>();
  for (const { name, text } of texts) {
    const domain = domainOf(name);
    const own = domains.get(domain) ?? { told: [], left: [], length: 0 };
    domains.set(domain, own);
    own.length += text.length;
    if (own.length > mostOfDomain) own.left.push(name);
    else own.told.push(text);
  }
  return domains;
}

function domainText(domain: string, { told, left }: DomainTexts): string {
  const names = left.map((name) => `- ${name}`).join('\n');
  const rest = left.length === 0 ? '' : `\n# Left out, since the text would be too long\n\n${names}\n`;
  return `# ${domain}\n\n${told.join('\n')}${rest}`;
}
