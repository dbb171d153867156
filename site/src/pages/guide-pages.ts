import type { Guide } from '../catalog/catalog.ts';
import { code, link, type ProseLinks, section, table } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import type { SiteContext } from '../site-context.ts';
import { commandsIn } from './command-pages.ts';

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

function guidePage({ name, title, markdown }: Guide, links: ProseLinks, { estate, paths }: SiteContext): Page {
  const commands = commandsIn(markdown, estate.catalog.commandLine.commands);
  return {
    path: paths.guide(name),
    title,
    summary: '',
    section: 'guides',
    trail: [{ title: 'Guides', path: 'guides.html' }],
    badges: [],
    blocks: [
      { kind: 'prose', markdown, links },
      ...(commands.length === 0
        ? []
        : section('commands', 'Commands of this guide', {
            kind: 'list',
            items: commands.map((command) => [
              link(paths.command(command.name), code(`eventwright ${command.name}`)),
              `: ${command.summary}`,
            ]),
          })),
    ],
  };
}

/** As words; what is marked up loses its marks. */
function firstParagraph(markdown: string): string {
  const paragraph = markdown.split(/\n\s*\n/).find((part) => /^[\p{L}\p{N}`*_["]/u.test(part.trim())) ?? '';
  return paragraph
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
