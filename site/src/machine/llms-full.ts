import type { SiteFile } from '../build-site.ts';
import type { Event } from '../catalog/catalog.ts';
import type { SiteContext } from '../site-context.ts';

/** More than this no assistant reads at once, in characters. */
const mostOfEverything = 1_000_000;
const mostOfDomain = 500_000;

/** Collects what stands on the pages of events, and keeps no more of it than is told. */
export interface FullTexts {
  /** The page of an event, as Markdown; in the order in which they are to be read. */
  add(event: Event, text: string): void;
  /**
   * All of them as one text; where that would be too long, one for each domain and an index of these. A domain that is too
   * long by itself ends with the names of what is left out.
   */
  files(): readonly SiteFile[];
}

interface DomainTexts {
  readonly told: string[];
  /** Names of events. */
  readonly left: string[];
  length: number;
}

export function openFullTexts({ estate, paths }: SiteContext): FullTexts {
  const { title } = estate.catalog;
  const domains = new Map<string, DomainTexts>();
  const inOrder: string[] = [];
  return {
    add({ name, domain }, text) {
      const texts = domains.get(domain) ?? { told: [], left: [], length: 0 };
      domains.set(domain, texts);
      texts.length += text.length;
      if (texts.length > mostOfDomain) {
        texts.left.push(name);
        return;
      }
      texts.told.push(text);
      inOrder.push(text);
    },
    files() {
      const all = [...domains].sort(([a], [b]) => (a < b ? -1 : 1));
      const isShort = all.reduce((length, [, texts]) => length + texts.length, 0) <= mostOfEverything;
      if (isShort && all.every(([, { left }]) => left.length === 0)) {
        return [{ path: 'llms-full.txt', text: `# ${title}\n\n${inOrder.join('\n')}` }];
      }
      const pathOf = (domain: string): string => paths.domain(domain).replace(/\.html$/, '.llms.txt');
      const lines = all.map(
        ([domain, { told, left }]) =>
          `- [${domain === '' ? 'no namespace' : domain}](${pathOf(domain)}): ${told.length + left.length} events`,
      );
      const index = `# ${title}\n\nToo long for one text; there is one for each domain.\n\n${lines.join('\n')}\n`;
      return [
        { path: 'llms-full.txt', text: index },
        ...all.map(([domain, texts]) => ({ path: pathOf(domain), text: domainText(domain, texts) })),
      ];
    },
  };
}

function domainText(domain: string, { told, left }: DomainTexts): string {
  const names = left.map((name) => `- ${name}`).join('\n');
  const rest = left.length === 0 ? '' : `\n# Left out, since the text would be too long\n\n${names}\n`;
  return `# ${domain}\n\n${told.join('\n')}${rest}`;
}
