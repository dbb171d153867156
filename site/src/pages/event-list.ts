import type { Event } from '../catalog/catalog.ts';
import type { EventChange } from '../catalog/estate.ts';
import { type Block, badge, type Inline, type Line, none, table } from '../page/block.ts';
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
        cell: ({ name, deprecated }) => [
          links.event(name),
          ...(deprecated === undefined ? [] : [' ', badge('deprecated', 'warns')]),
        ],
      },
      { title: 'Meaning', cell: ({ title }) => [title] },
      ...(same === 'domain' ? [] : [{ title: 'Domain', cell: ({ domain }: Event) => [links.domain(domain)] }]),
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
      ...(same === 'owner' ? [] : [{ title: 'Owner', cell: ({ owner }: Event) => [links.owner(owner)] }]),
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

/** `BACKWARD_TRANSITIVE` as `backward, transitive`, so that it breaks. */
const wordsOf = (level: string): string => level.toLowerCase().replaceAll('_', ', ');

const lastChange = (change: EventChange | undefined): Inline =>
  change === undefined ? none('not known') : (change.release.date ?? 'not released');
