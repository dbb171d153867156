import type { Change, Release } from '../catalog/catalog.ts';
import { type Block, badge, type Inline, type Line, link, section, table, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import { counted } from '../page/words.ts';
import type { SiteContext } from '../site-context.ts';

/** So many releases are told in the overview, with so many changes each; all of them have a page of their own. */
const mostReleases = 4;
const mostChanges = 25;

/** What changed, release by release, the newest first; what breaks somebody on top. And a page for each release. */
export function changesPages(context: SiteContext): readonly Page[] {
  const { releases } = context.estate.catalog;
  return [overview(context), ...releases.map((release) => releasePage(release, context))];
}

function overview(context: SiteContext): Page {
  const { releases, history } = context.estate.catalog;
  return {
    path: 'changes.html',
    title: 'Changes',
    summary: 'What each release of the contracts changed, and what it broke.',
    section: 'changes',
    trail: [],
    badges: [],
    blocks: [
      text(history),
      ...releases
        .slice(0, mostReleases)
        .flatMap((release, index) =>
          section(`release-${index}`, releaseTitle(release), ...releaseBlocks(release, context, mostChanges)),
        ),
      ...(releases.length === 0
        ? []
        : section('releases', 'All releases', {
            kind: 'list',
            items: releases.map((release): Line => [releaseLink(release, context), `: ${countsOf(release)}`]),
          })),
    ],
  };
}

function releasePage(release: Release, context: SiteContext): Page {
  return {
    path: context.paths.release(release.name),
    title: `Changes: ${releaseTitle(release)}`,
    summary: `${countsOf(release).replace(/^./, (first) => first.toUpperCase())}.`,
    section: 'changes',
    trail: [{ title: 'Changes', path: 'changes.html' }],
    badges: release.changes.some(({ breaking }) => breaking) ? [badge('breaking', 'bad')] : [],
    blocks: [changeTable(release, context)],
  };
}

export const releaseTitle = ({ name, date }: Pick<Release, 'name' | 'date'>): string =>
  name === undefined ? 'Not released yet' : date === undefined ? name : `${name}, ${date}`;

const releaseLink = (release: Release, { paths }: SiteContext): Inline =>
  link(paths.release(release.name), releaseTitle(release));

/** `12 changes, 2 of them breaking`. */
function countsOf({ changes }: Release): string {
  const breaking = changes.filter((one) => one.breaking).length;
  const marks = breaking === 0 ? '' : breaking === changes.length ? ', breaking' : `, ${breaking} of them breaking`;
  return `${counted(changes.length, 'change')}${marks}`;
}

/** The first changes of a release, with a link to the rest. */
export function releaseBlocks(release: Release, context: SiteContext, most: number): readonly Block[] {
  const { changes } = release;
  if (changes.length <= most) return [changeTable(release, context)];
  return [
    changeTable({ ...release, changes: breakingFirst(changes).slice(0, most) }, context),
    text(`${counted(changes.length - most, 'more')}: `, releaseLink(release, context), '.'),
  ];
}

/** The changes of one release, those that break somebody first. */
export function changeTable(release: Release, context: SiteContext): Block {
  return table({
    caption: `${releaseTitle(release)}: ${counted(release.changes.length, 'change')}`,
    rows: breakingFirst(release.changes),
    empty: 'Nothing changed.',
    columns: [
      { title: 'What', cell: (change) => [partLink(change, context)] },
      { title: 'Change', cell: ({ text: words }): Line => [words] },
      { title: 'Kind', cell: (change) => [kindBadge(change)] },
    ],
  });
}

/** Of all releases, what is about one event: its message and its schema. Newest first. */
export function changelogTable(event: string, context: SiteContext): Block {
  const rows = context.estate.changesOf(event);
  return table({
    caption: `Changelog of ${event}`,
    rows,
    empty: `No release that is known has changed it. ${context.estate.catalog.history}`,
    columns: [
      { title: 'Release', cell: ({ release }) => [releaseLink(release, context)] },
      { title: 'Change', cell: ({ change }): Line => [change.text] },
      { title: 'Kind', cell: ({ change }) => [kindBadge(change)] },
    ],
  });
}

const breakingFirst = (changes: readonly Change[]): readonly Change[] => [
  ...changes.filter((one) => one.breaking),
  ...changes.filter((one) => !one.breaking),
];

const kindBadge = ({ kind, breaking }: Change): Inline =>
  breaking ? badge('breaking', 'bad') : badge(kind, kind === 'deprecated' ? 'warns' : 'plain');

function partLink({ part, name }: Change, { estate, links }: SiteContext): Inline {
  switch (part) {
    case 'service':
      return links.service(name);
    case 'topic':
      return links.topic(name);
    case 'event':
      return links.event(name);
    case 'schema': {
      const event = estate.eventOfSchema(name);
      return event === undefined ? name : links.event(event.name);
    }
  }
}
