import type { Change, Release } from '../catalog/catalog.ts';
import { type Block, badge, type Inline, type Line, section, table } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import { counted } from '../page/words.ts';
import type { SiteContext } from '../site-context.ts';

/** What changed, release by release, the newest first; what breaks somebody on top. */
export function changesPage(context: SiteContext): Page {
  const { releases } = context.estate.catalog;
  return {
    path: 'changes.html',
    title: 'Changes',
    summary: 'What each release of the contracts changed, and what it broke.',
    section: 'changes',
    trail: [],
    badges: [],
    blocks:
      releases.length === 0
        ? [{ kind: 'text', line: ['Nothing was released yet: `eventwright release` records a release.'] }]
        : releases.flatMap((release, index) =>
            section(`release-${index}`, releaseTitle(release), changeTable(release, context)),
          ),
  };
}

export const releaseTitle = ({ name, date }: Release): string =>
  name === undefined ? 'Not released yet' : date === undefined ? name : `${name}, ${date}`;

/** The changes of one release, those that break somebody first. */
export function changeTable({ changes, ...release }: Release, context: SiteContext): Block {
  const breaking = changes.filter((one) => one.breaking);
  return table({
    caption: `${releaseTitle({ changes, ...release })}: ${counted(changes.length, 'change')}`,
    rows: [...breaking, ...changes.filter((one) => !one.breaking)],
    empty: 'Nothing changed.',
    columns: [
      { title: 'What', cell: (change) => [partLink(change, context)] },
      { title: 'Change', cell: ({ text }): Line => [text] },
      { title: 'Kind', cell: ({ kind, breaking: breaks }) => [breaks ? badge('breaking', 'bad') : badge(kind)] },
    ],
  });
}

function partLink({ part, name }: Change, { estate, links }: SiteContext): Inline {
  switch (part) {
    case 'service':
      return links.service(name);
    case 'topic':
      return links.topic(name);
    case 'event':
      return links.event(name);
    case 'schema': {
      const event = estate.catalog.events.find(({ schema }) => schema === name);
      return event === undefined ? name : links.event(event.name);
    }
  }
}
