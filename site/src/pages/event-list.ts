import type { Event } from '../catalog/catalog.ts';
import type { EventChange } from '../catalog/estate.ts';
import { type Block, badge, commas, type Inline, type Line, none, note, table } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import type { SiteContext } from '../site-context.ts';

/** All events. */
export function eventListPage(context: SiteContext): Page {
  const { events } = context.estate.catalog;
  return {
    path: 'events.html',
    title: 'Events',
    summary: 'Every event, who sends it and how many services receive it.',
    section: 'events',
    trail: [],
    badges: [],
    blocks: [eventTable(events, 'Events', context)],
  };
}

/** Events as a table, wherever some are listed; `same` is what all of them have in common, which is not told again. */
export function eventTable(
  events: readonly Event[],
  caption: string,
  { estate, links }: SiteContext,
  same?: 'owner' | 'domain',
): Block {
  const names = (list: readonly { readonly service: { readonly name: string } }[]): readonly string[] => [
    ...new Set(list.map(({ service }) => service.name)),
  ];
  return table({
    caption,
    rows: events,
    empty: 'There are none.',
    isFiltered: true,
    columns: [
      {
        title: 'Event',
        cell: ({ name, title, deprecated }) => [
          links.event(name),
          ...(isSaidBy(name, title) ? [] : [' ', note(title)]),
          ...(deprecated === undefined ? [] : [' ', badge('deprecated', 'warns')]),
        ],
      },
      { title: 'Version', isNumber: true, cell: ({ version }) => [String(version)] },
      {
        title: 'Sent by',
        cell: ({ name }): Line =>
          names(estate.flowsOf(name).senders).flatMap((service, index) => [
            index === 0 ? '' : ', ',
            links.service(service),
          ]),
      },
      {
        title: 'Consumers',
        isNumber: true,
        cell: ({ name }) => [String(names(estate.flowsOf(name).receivers).length)],
      },
      {
        title: 'Belongs to',
        cell: ({ owner, domain }): Line => {
          const parts = [
            ...(same === 'domain' ? [] : [links.domain(domain)]),
            ...(same === 'owner' ? [] : [links.owner(owner)]),
          ];
          return commas(parts.map((part) => [part]));
        },
      },
      {
        title: 'Mode',
        cell: ({ name }): Line => [
          [...new Set(estate.topicsOf(name).map(({ compatibility }) => wordsOf(compatibility)))].join(', '),
        ],
      },
      { title: 'Changed', cell: ({ name }): Line => [lastChange(estate.changesOf(name)[0])] },
    ],
  });
}

/** Whether a title says no more than the name: `Order placed` of `OrderPlaced`. */
const isSaidBy = (name: string, title: string): boolean => lettersOf(name) === lettersOf(title);

const lettersOf = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** `BACKWARD_TRANSITIVE` as `backward, transitive`, so that it breaks. */
const wordsOf = (level: string): string => level.toLowerCase().replaceAll('_', ', ');

const lastChange = (change: EventChange | undefined): Inline =>
  change === undefined ? none('not known') : (change.release.date ?? 'not released');
