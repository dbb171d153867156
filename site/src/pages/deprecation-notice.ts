import type { Event } from '../catalog/catalog.ts';
import { type Block, commas, type Line } from '../page/block.ts';
import { countdown } from '../schema/countdown.ts';
import type { SiteContext } from '../site-context.ts';

/** That an event is on its way out: what takes its place, when it goes, and who has to move. */
export function deprecationNotice({ name, deprecated }: Event, { estate, links }: SiteContext): readonly Block[] {
  if (deprecated === undefined) return [];
  const readers = [...new Set(estate.flowsOf(name).receivers.map(({ service }) => service.name))];
  const { text: words, since, replacedBy, removeAfter } = deprecated;
  const line: Line = [
    'Deprecated',
    ...(since === undefined ? [] : [` since ${since}`]),
    ...(replacedBy === undefined ? [] : [': use ', links.event(replacedBy)]),
    ...(words === '' ? [] : [`: ${words.replace(/\.$/, '')}`]),
    ...(removeAfter === undefined
      ? []
      : [`. It may be gone after ${removeAfter} `, ...countdown(removeAfter, estate.catalog.date)]),
    '. ',
    ...(readers.length === 0
      ? ['Nobody receives it any more.']
      : ['Still received by ', ...commas(readers.map((reader) => [links.service(reader)])), '.']),
  ];
  return [{ kind: 'notice', tone: 'warns', line }];
}
