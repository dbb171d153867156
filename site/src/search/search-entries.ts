import { termId } from '../pages/glossary-page.ts';
import { shortName } from '../schema/type-text.ts';
import type { SiteContext } from '../site-context.ts';
import { ownersOf } from '../site-paths.ts';
import type { SearchEntry } from './search-entry.ts';

/** All that can be found, what is looked for most first: newest versions only. */
export function searchEntries({ estate, paths, dictionary }: SiteContext): readonly SearchEntry[] {
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
    ...dictionary.map(({ name, meanings }) => ({
      kind: 'field' as const,
      title: name,
      about: meanings[0]?.docs[0] ?? '',
      more: meanings.flatMap(({ type, events: having }) => [type, ...having.slice(0, 20)]).join(' '),
      path: paths.field(name),
    })),
    ...estate.catalog.guides.map(({ name, title, markdown }) => ({
      kind: 'guide' as const,
      title,
      about: '',
      more: headingsOf(markdown).join(' '),
      path: paths.guide(name),
    })),
    ...estate.catalog.glossary.map(({ name, text, services }) => ({
      kind: 'word' as const,
      title: name,
      about: text,
      more: services.join(' '),
      path: `glossary.html#${termId(name)}`,
    })),
    ...estate.catalog.commandLine.commands.map(({ name, summary, options }) => ({
      kind: 'command' as const,
      title: `eventwright ${name}`,
      about: summary,
      more: options.map(({ term }) => term).join(' '),
      path: paths.command(name),
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

/** What a text is about, without all of its words. */
const headingsOf = (markdown: string): readonly string[] =>
  markdown.split('\n').flatMap((line) => /^#{1,4} (.*)$/.exec(line)?.slice(1) ?? []);
