import { fieldDictionary } from '../schema/field-dictionary.ts';
import { shortName } from '../schema/type-text.ts';
import type { SiteContext } from '../site-context.ts';
import { ownersOf } from '../site-paths.ts';
import type { SearchEntry } from './search-entry.ts';

/** All that can be found, what is looked for most first: newest versions only. */
export function searchEntries({ estate, paths }: SiteContext): readonly SearchEntry[] {
  const { events, services, topics } = estate.catalog;
  const entries: Omit<SearchEntry, 'id'>[] = [
    ...events.map(({ name, title, description, owner = '', deprecated, schema }) => ({
      kind: 'event' as const,
      title: name,
      about: title,
      more: [description, owner, schema, deprecated?.replacedBy ?? ''].join(' '),
      path: paths.event(name),
    })),
    ...services.map(({ name, title, description, owner = '' }) => ({
      kind: 'service' as const,
      title: name,
      about: title,
      more: [description, owner].join(' '),
      path: paths.service(name),
    })),
    ...topics.map(({ address, description, owner = '' }) => ({
      kind: 'topic' as const,
      title: address,
      about: description,
      more: owner,
      path: paths.topic(address),
    })),
    ...estate.types.map(({ name, doc = '', aliases }) => ({
      kind: 'type' as const,
      title: shortName(name),
      about: doc,
      more: [name, ...aliases].join(' '),
      path: paths.type(name),
    })),
    ...fieldDictionary(estate).map(({ name, meanings }) => ({
      kind: 'field' as const,
      title: name,
      about: meanings[0]?.docs[0] ?? '',
      more: meanings.flatMap(({ type, events: having }) => [type, ...having.slice(0, 20)]).join(' '),
      path: `${firstEventPath(meanings[0]?.events, paths)}#fields`,
    })),
    ...estate.catalog.guides.map(({ name, title, markdown }) => ({
      kind: 'guide' as const,
      title,
      about: '',
      more: headingsOf(markdown).join(' '),
      path: paths.guide(name),
    })),
    ...estate.catalog.rules.map(({ id, what }) => ({
      kind: 'error' as const,
      title: id,
      about: what,
      more: '',
      path: paths.rule(id),
    })),
    ...[...ownersOf(estate.catalog)].map((owner) => ({
      kind: 'team' as const,
      title: owner,
      about: '',
      more: '',
      path: paths.owner(owner),
    })),
  ];
  return entries.map((entry, id) => ({ id, ...entry }));
}

const firstEventPath = (events: readonly string[] | undefined, paths: SiteContext['paths']): string =>
  events?.[0] === undefined ? 'fields.html' : paths.event(events[0]);

/** What a text is about, without all of its words. */
const headingsOf = (markdown: string): readonly string[] =>
  markdown.split('\n').flatMap((line) => /^#{1,4} (.*)$/.exec(line)?.slice(1) ?? []);
