import type { Guide } from '../catalog/catalog.ts';
import { link, type ProseLinks, table } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import type { SiteContext } from '../site-context.ts';

/** Texts of people, and the list of them. */
export function guidePages(context: SiteContext): readonly Page[] {
  const { guides } = context.estate.catalog;
  const links = new Map(guides.map(({ name }) => [`${name}.md`, context.paths.guide(name)]));
  return [listPage(guides, context), ...guides.map((guide) => guidePage(guide, links, context))];
}

function listPage(guides: readonly Guide[], { paths }: SiteContext): Page {
  return {
    path: 'guides.html',
    title: 'Guides',
    summary: 'How things are done here.',
    section: 'guides',
    trail: [],
    badges: [],
    blocks: [
      table({
        caption: 'Guides',
        rows: guides,
        empty: 'There are none: the configuration names a folder of them as docs.guides.',
        columns: [
          { title: 'Guide', cell: ({ name, title }) => [link(paths.guide(name), title)] },
          { title: 'About', cell: ({ markdown }) => [firstParagraph(markdown)] },
        ],
      }),
    ],
  };
}

const guidePage = ({ name, title, markdown }: Guide, links: ProseLinks, { paths }: SiteContext): Page => ({
  path: paths.guide(name),
  title,
  summary: '',
  section: 'guides',
  trail: [{ title: 'Guides', path: 'guides.html' }],
  badges: [],
  blocks: [{ kind: 'prose', markdown, links }],
});

/** As words; what is marked up loses its marks. */
function firstParagraph(markdown: string): string {
  const paragraph = markdown.split(/\n\s*\n/).find((part) => /^[\p{L}\p{N}`*_["]/u.test(part.trim())) ?? '';
  return paragraph
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
