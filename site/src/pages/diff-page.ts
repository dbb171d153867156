import { diffSchemas, type SchemaChange } from '@eventwright/avro';
import { structuredPatch } from 'diff';
import type { Event } from '../catalog/catalog.ts';
import type { ParsedVersion } from '../catalog/estate.ts';
import { type Block, badge, code, commas, type Line, section, table, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import { type DeployOrder, deployOrder, deploySides, verdictBetween } from '../schema/compatibility.ts';
import { usersLine } from '../schema/field-table.ts';
import { usesOfField } from '../schema/uses.ts';
import type { SiteContext } from '../site-context.ts';
import { versionLines } from './pretty-json.ts';

/** What changed from one version of an event to another, what that breaks, whom, and what to do. */
export function diffPage(event: Event, before: ParsedVersion, after: ParsedVersion, context: SiteContext): Page {
  const { links, paths } = context;
  const name = `${event.name}, version ${before.version} to ${after.version}`;
  const changes = diffSchemas(before.schema, after.schema);
  return {
    path: paths.diff(event.name, before.version, after.version),
    title: name,
    summary: `What changed in ${event.name} from version ${before.version} to version ${after.version}, what it breaks and what to do.`,
    section: 'events',
    trail: [
      { title: 'Events', path: 'events.html' },
      { title: event.name, path: paths.event(event.name) },
    ],
    badges: [],
    blocks: [
      text('From ', links.version(event.name, before.version), ' to ', links.version(event.name, after.version), '.'),
      ...section('verdict', 'Verdict', verdictTable(before, after), text(deployOrder(before, after))),
      ...section('changes', 'Changes', changesTable(event, changes, context)),
      ...section('to-do', 'To do', {
        kind: 'list',
        isOrdered: true,
        items: upgradeSteps({ event, before, after, changes }, context),
      }),
      ...section('text', 'As text', {
        kind: 'code',
        language: 'diff',
        caption: `${event.schema}, version ${before.version} to ${after.version}`,
        text: patchOf(before, after),
      }),
    ],
  };
}

/** Both directions, by the code that CI judges with. */
function verdictTable(before: ParsedVersion, after: ParsedVersion): Block {
  const directions = [
    { what: 'a consumer of', reader: after, writer: before },
    { what: 'a consumer of', reader: before, writer: after },
  ];
  return table({
    caption: 'Who reads whom',
    empty: '',
    rows: directions,
    columns: [
      { title: 'Reader', cell: ({ reader }) => [`version ${reader.version}`] },
      { title: 'Writer', cell: ({ writer }) => [`version ${writer.version}`] },
      {
        title: 'Verdict',
        cell: ({ reader, writer }): Line => {
          const reasons = verdictBetween(reader, writer);
          if (reasons.length === 0) return [badge('reads everything', 'good')];
          return [
            badge('fails', 'bad'),
            ` ${reasons.map(({ location, message }) => `${location}: ${message}`).join('; ')}`,
          ];
        },
      },
    ],
  });
}

function changesTable(event: Event, changes: readonly SchemaChange[], { estate, links }: SiteContext): Block {
  const uses = estate.usesOfEvent(event.name);
  return table({
    caption: 'What differs in meaning',
    empty: 'Nothing differs but how it is written.',
    rows: changes,
    columns: [
      { title: 'What', cell: ({ subject }) => [code(subject)] },
      { title: 'Change', cell: ({ message }) => [message] },
      ...(uses === undefined
        ? []
        : [
            {
              title: 'Used by',
              cell: ({ subject }: SchemaChange) => usersLine(usesOfField(uses, pathOf(subject, event.schema)), links),
            },
          ]),
    ],
  });
}

/** `shop.Order.total` of the record `shop.Order` is the field `total`; of another record, the field by its own name. */
const pathOf = (subject: string, schema: string): string =>
  subject.startsWith(`${schema}.`) ? subject.slice(schema.length + 1) : subject.slice(subject.lastIndexOf('.') + 1);

interface Jump {
  readonly event: Event;
  readonly before: ParsedVersion;
  readonly after: ParsedVersion;
  readonly changes: readonly SchemaChange[];
}

function upgradeSteps({ event, before, after, changes }: Jump, context: SiteContext): readonly Line[] {
  const added = changes.filter(({ kind }) => kind === 'field-added');
  const removed = changes.filter(({ kind }) => kind === 'field-removed');
  return [
    [
      'In every service that is named below: take the new contracts, run ',
      code('eventwright generate'),
      ' and compile. What no longer fits does not compile.',
    ],
    ...removed.map(({ subject }): Line => ['Consumers stop reading ', code(subject), ': it is gone.']),
    ...added.map(({ subject }): Line => ['Producers fill ', code(subject), '; until they do, its default is read.']),
    ...deploySteps(event, deploySides(before, after), context),
    [
      `A consumer of version ${before.version} may go on reading what is written as ${event.name} only as far as the verdict above says.`,
    ],
  ];
}

/** Who is deployed when, by name. */
function deploySteps({ name }: Event, order: DeployOrder, { estate, links }: SiteContext): readonly Line[] {
  const { senders, receivers } = estate.flowsOf(name);
  const namesOf = (flows: typeof senders): Line => {
    const names = [...new Set(flows.map(({ service }) => service.name))];
    return names.length === 0 ? ['nobody'] : commas(names.map((service) => [links.service(service)]));
  };
  const consumers: Line = ['the consumers: ', ...namesOf(receivers)];
  const producers: Line = ['the producers: ', ...namesOf(senders)];
  switch (order) {
    case 'any':
      return [['Deploy in any order ', ...consumers, '; ', ...producers, '.']];
    case 'consumers first':
      return [
        ['Deploy ', ...consumers, '.'],
        ['Once all of them run, deploy ', ...producers, '.'],
      ];
    case 'producers first':
      return [
        ['Deploy ', ...producers, '.'],
        ['Once nothing old is left on the topic, deploy ', ...consumers, '.'],
      ];
    case 'neither':
      return [['Send the new version as an event of its own; it concerns ', ...consumers, '; ', ...producers, '.']];
  }
}

function patchOf(before: ParsedVersion, after: ParsedVersion): string {
  const [old = [], now = []] = [before, after].map((version) => versionLines(version).split('\n'));
  const shared = sharedEnds(old, now);
  // Most lines are the same, and the library would compare them one by one.
  const first = Math.max(0, shared.start - context);
  const last = Math.max(0, shared.end - context);
  const partOf = (lines: readonly string[]): string => `${lines.slice(first, lines.length - last).join('\n')}\n`;
  const { hunks } = structuredPatch('', '', partOf(old), partOf(now), '', '', { context });
  const span = (start: number, lines: number): string => (lines === 1 ? String(start) : `${start},${lines}`);
  return hunks
    .map(({ oldStart, oldLines, newStart, newLines, lines }) =>
      [`@@ -${span(first + oldStart, oldLines)} +${span(first + newStart, newLines)} @@`, ...lines, ''].join('\n'),
    )
    .join('');
}

/** Lines around what has changed. */
const context = 3;

/** How many lines at the start and, of the others, at the end are the same in both. */
function sharedEnds(old: readonly string[], now: readonly string[]): { readonly start: number; readonly end: number } {
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < most - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  return { start, end };
}
