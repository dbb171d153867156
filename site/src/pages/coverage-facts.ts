import type { Catalog } from '../catalog/catalog.ts';
import type { Estate } from '../catalog/estate.ts';
import type { Block } from '../page/block.ts';
import { counted } from '../page/words.ts';
import { fieldRows } from '../schema/field-rows.ts';

/** What is looked at; a catalogue, or what somebody has of it. */
type Documented = Pick<Catalog, 'events' | 'services' | 'topics'>;

/** What has words, of what should have some. */
export function coverageFacts({ events, services, topics }: Documented, estate: Estate): Block {
  const fields = events.flatMap(({ schema }) => {
    const newest = estate.versionsOf(schema).at(-1);
    return newest === undefined ? [] : fieldRows(newest.schema);
  });
  const rows = [
    { term: 'Events with a description', list: events.map(({ description }) => description !== '') },
    { term: 'Events with an owner', list: events.map(({ owner }) => owner !== undefined) },
    { term: 'Events with an example', list: events.map(({ examples }) => examples.length > 0) },
    { term: 'Fields with a doc', list: fields.map(({ field }) => (field.doc ?? '') !== '') },
    { term: 'Services with a description', list: services.map(({ description }) => description !== '') },
    { term: 'Topics with an owner', list: topics.map(({ owner }) => owner !== undefined) },
  ];
  const facts = rows.map(({ term, list }) => {
    const have = list.filter(Boolean).length;
    const missing = have === list.length ? '' : ` (${counted(list.length - have, 'is', 'are')} missing)`;
    return { term, line: [shareText(have, list.length), missing] };
  });
  const all = rows.flatMap(({ list }) => list);
  const whole = {
    term: 'In all',
    line: [{ kind: 'strong', text: shareText(all.filter(Boolean).length, all.length) }],
  } as const;
  return { kind: 'facts', facts: [whole, ...facts] };
}

/** Rounded down: all of it is only what lacks nothing. */
const shareText = (have: number, of: number): string => `${of === 0 ? 100 : Math.floor((100 * have) / of)} %`;
