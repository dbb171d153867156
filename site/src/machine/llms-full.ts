import type { SiteFile } from '../build-site.ts';
import type { SiteContext } from '../site-context.ts';

/** More than this no assistant reads at once, in characters. */
const mostOfEverything = 1_000_000;
const mostOfDomain = 500_000;

/**
 * What stands on the pages of events, as one text; where that would be too long, as one for each domain, and an index of
 * these. A domain that is too long by itself ends with the names of what is left out.
 */
export function llmsFull({ estate, paths }: SiteContext, markdown: ReadonlyMap<string, string>): readonly SiteFile[] {
  const { title, events } = estate.catalog;
  const pageOf = (event: string): string => markdown.get(paths.event(event).replace(/\.html$/, '.md')) ?? '';
  const whole = events.map(({ name }) => pageOf(name)).join('\n');
  if (whole.length <= mostOfEverything) return [{ path: 'llms-full.txt', text: `# ${title}\n\n${whole}` }];
  const domains = [...Map.groupBy(events, ({ domain }) => domain)].sort(([a], [b]) => (a < b ? -1 : 1));
  const files = domains.map(([domain, list]) => ({
    path: paths.domain(domain).replace(/\.html$/, '.llms.txt'),
    text: domainText(
      domain,
      list.map(({ name }) => ({ name, text: pageOf(name) })),
    ),
    domain,
    count: list.length,
  }));
  const lines = files.map(
    ({ path, domain, count }) => `- [${domain === '' ? 'no namespace' : domain}](${path}): ${count} events`,
  );
  return [
    {
      path: 'llms-full.txt',
      text: `# ${title}\n\nToo long for one text; there is one for each domain.\n\n${lines.join('\n')}\n`,
    },
    ...files.map(({ path, text }) => ({ path, text })),
  ];
}

function domainText(domain: string, pages: readonly { readonly name: string; readonly text: string }[]): string {
  let length = 0;
  const told = pages.filter(({ text }) => {
    length += text.length;
    return length <= mostOfDomain;
  });
  const left = pages.slice(told.length).map(({ name }) => `- ${name}`);
  const rest = left.length === 0 ? '' : `\n# Left out, since the text would be too long\n\n${left.join('\n')}\n`;
  return `# ${domain}\n\n${told.map(({ text }) => text).join('\n')}${rest}`;
}
