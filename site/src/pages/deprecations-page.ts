import { type Deprecation, deprecationIn } from '@eventwright/avro';
import type { Event } from '../catalog/catalog.ts';
import { type Block, code, commas, type Inline, type Line, link, none, table, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import { countdown } from '../schema/countdown.ts';
import { fieldRows } from '../schema/field-rows.ts';
import { fieldId, usersLine } from '../schema/field-table.ts';
import { usesOfField } from '../schema/uses.ts';
import type { SiteContext } from '../site-context.ts';

interface Deprecated {
  readonly what: Inline;
  readonly mark: Deprecation;
  readonly readers: Line;
}

/** What is on its way out, when, and who still uses it. */
export function deprecationsPage(context: SiteContext): Page {
  return {
    path: 'deprecations.html',
    title: 'Deprecations',
    summary: 'What is on its way out, what takes its place, when it goes and who still uses it.',
    section: 'deprecations',
    trail: [],
    badges: [],
    blocks: [
      text(
        'What is still there after its date is an error of ',
        code('eventwright lint'),
        context.estate.catalog.date === undefined ? '.' : `. Days are counted from ${context.estate.catalog.date}.`,
      ),
      deprecationTable(context.estate.catalog.events, context, deprecatedTypes(context)),
    ],
  };
}

/** What is on its way out, of events and what else there is, by the date of its removal. */
export function deprecationTable(
  events: readonly Event[],
  context: SiteContext,
  others: readonly Deprecated[] = [],
): Block {
  const rows = [...deprecatedEvents(events, context), ...deprecatedFields(events, context), ...others];
  return table({
    caption: 'Deprecations by the date of removal',
    rows: rows.sort((a, b) => ((a.mark.removeAfter ?? '9999') < (b.mark.removeAfter ?? '9999') ? -1 : 1)),
    empty: 'Nothing is deprecated.',
    columns: [
      { title: 'What', cell: ({ what }) => [what] },
      { title: 'Since', cell: ({ mark }) => [mark.since ?? none('not said')] },
      { title: 'Use instead', cell: ({ mark }) => [mark.replacedBy ?? none('not said')] },
      {
        title: 'May be gone after',
        cell: ({ mark: { removeAfter } }) =>
          removeAfter === undefined
            ? [none('no date')]
            : [removeAfter, ' ', ...countdown(removeAfter, context.estate.catalog.date)],
      },
      { title: 'Words', cell: ({ mark }) => [mark.text] },
      { title: 'Still used by', cell: ({ readers }) => readers },
    ],
  });
}

function deprecatedEvents(events: readonly Event[], { estate, links }: SiteContext): readonly Deprecated[] {
  return events.flatMap(({ name, deprecated }) => {
    if (deprecated === undefined) return [];
    const readers = [...new Set(estate.flowsOf(name).receivers.map(({ service }) => service.name))];
    return [
      {
        what: links.event(name),
        mark: deprecated,
        readers: readers.length === 0 ? [none('nobody')] : commas(readers.map((service) => [links.service(service)])),
      },
    ];
  });
}

function deprecatedFields(events: readonly Event[], { estate, links, paths }: SiteContext): readonly Deprecated[] {
  return events.flatMap((event) => {
    const newest = estate.versionsOf(event.schema).at(-1);
    if (newest === undefined) return [];
    const uses = estate.usesOfEvent(event.name);
    return fieldRows(newest.schema).flatMap(({ path, deprecated }) =>
      deprecated === undefined
        ? []
        : [
            {
              what: link(`${paths.event(event.name)}#${fieldId(path)}`, code(`${event.name}.${path}`)),
              mark: deprecated,
              readers: uses === undefined ? [none('nobody looked')] : usersLine(usesOfField(uses, path), links),
            },
          ],
    );
  });
}

function deprecatedTypes({ estate, links }: SiteContext): readonly Deprecated[] {
  return estate.types.flatMap(({ name, properties }) => {
    const mark = deprecationIn(properties);
    if (mark === undefined) return [];
    const users = estate
      .usersOf(name)
      .filter(({ as }) => as === 'value')
      .map(({ event }) => event);
    return [
      {
        what: { kind: 'strong', text: name },
        mark,
        readers: users.length === 0 ? [none('nobody')] : commas(users.map((event) => [links.event(event.name)])),
      },
    ];
  });
}
