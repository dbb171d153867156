import type { Event, Topic } from '../catalog/catalog.ts';
import type { Flow, ParsedVersion } from '../catalog/estate.ts';
import {
  type Block,
  badge,
  code,
  commas,
  type Fact,
  type Inline,
  type Line,
  link,
  note,
  section,
  text,
} from '../page/block.ts';
import type { Crumb, Page } from '../page/page.ts';
import { compatibilityMatrix, levelInWords } from '../schema/compatibility.ts';
import { fieldRows } from '../schema/field-rows.ts';
import { fieldTable } from '../schema/field-table.ts';
import { wayOver } from '../schema/flow-of.ts';
import { matrixTable } from '../schema/matrix-table.ts';
import { usesOfField } from '../schema/uses.ts';
import type { SiteContext } from '../site-context.ts';
import { changelogTable } from './changes-page.ts';
import { deprecationNotice } from './deprecation-notice.ts';
import { exampleBlocks } from './example-blocks.ts';
import { failureText } from './failure-text.ts';
import { fingerprintPath } from './fingerprint-pages.ts';
import { placeLine } from './place-line.ts';
import { snippetBlocks } from './snippet-blocks.ts';
import { useBlocks } from './use-table.ts';
import { wireFacts } from './wire-facts.ts';

/** The page of an event: its newest version, and all that is known of it. */
export function eventPage(event: Event, context: SiteContext): Page {
  const { paths } = context;
  const versions = context.estate.versionsOf(event.schema);
  const newest = versions.at(-1);
  return {
    ...commonOf(event),
    path: paths.event(event.name),
    title: event.name,
    trail: [eventsCrumb],
    event,
    blocks:
      newest === undefined
        ? []
        : [
            ...eventBlocks(event, newest, context),
            ...section('changelog', 'Changelog', changelogTable(event.name, context)),
          ],
  };
}

export const eventsCrumb: Crumb = { title: 'Events', path: 'events.html' };

export const commonOf = ({ title, description, deprecated }: Event): Pick<Page, 'section' | 'summary' | 'badges'> => ({
  section: 'events',
  summary: firstSentence(description) ?? title,
  badges: deprecated === undefined ? [] : [badge('deprecated', 'warns')],
});

const firstSentence = (words: string): string | undefined => sentence.exec(words)?.[0].trim().replaceAll(/\s+/g, ' ');

/** What the summary has not said. */
const otherSentences = (words: string): string => words.replace(sentence, '').trim();

const sentence = /^.*?[.!?](?=\s|$)/s;

function eventBlocks(event: Event, version: ParsedVersion, context: SiteContext): readonly Block[] {
  const { estate, links, paths } = context;
  const topics = estate.topicsOf(event.name);
  const versions = estate.versionsOf(event.schema);
  const details = otherSentences(event.description);
  return [
    ...deprecationNotice(event, context),
    ...(details === '' ? [] : [{ kind: 'prose', markdown: details } as const]),
    { kind: 'facts', facts: factsOf(event, version, context) },
    ...flowBlocks(event, context),
    ...section('fields', 'Fields', fieldsBlock(event, version, context)),
    ...useBlocks(event, context),
    ...section('examples', 'Examples', ...exampleBlocks(event, versions, context)),
    ...section('code', 'Code', ...snippetBlocks(event, context)),
    ...section('on-the-wire', 'On the wire', {
      kind: 'facts',
      facts: wireFacts(event, { version: version.version, topics }, context),
    }),
    ...section('compatibility', 'Compatibility', ...compatibilityBlocks(event, topics, context)),
    ...section('failures', 'Where a consumer fails', ...failureBlocks(event, context)),
    ...section('versions', 'Versions', versionList(event, context)),
    text(
      'The way of ',
      links.event(event.name),
      ' through all services is a ',
      link(paths.flow(event.name), 'flow'),
      '.',
    ),
  ];
}

export const versionList = (event: Event, context: SiteContext): Block => ({
  kind: 'list',
  items: context.estate
    .versionsOf(event.schema)
    .toReversed()
    .map((one) => versionLine(event, one, context)),
});

export function factsOf(
  event: Event,
  { version, released, place, fingerprint }: ParsedVersion,
  context: SiteContext,
): readonly Fact[] {
  const { links } = context;
  const others = context.estate.versionsOf(event.schema).filter((one) => one.version !== version);
  const otherVersions: Line =
    others.length === 0
      ? []
      : ['; there is also ', ...commas(others.map((one) => [links.version(event.name, one.version)]))];
  return [
    { term: 'Version', line: [String(version), released ? '' : ', not released yet', ...otherVersions] },
    { term: 'Owner', line: [links.owner(event.owner)] },
    { term: 'Domain', line: [links.domain(event.domain)] },
    {
      term: 'Schema',
      line: [code(event.schema), ...(place === undefined ? [] : [' in ', ...placeLine(place, context)])],
    },
    { term: 'Message', line: placeLine(event.place, context) },
    { term: 'Fingerprint', line: [link(fingerprintPath(fingerprint), code(fingerprint))] },
    {
      term: 'As files',
      line: [
        link(context.paths.schemaFile(event.name, version), `v${version}.avsc`),
        ...(event.examples.length === 0 ? [] : [', ', link(context.paths.examplesFile(event.name), 'examples.json')]),
        ', ',
        link('catalog.json', 'catalog.json'),
      ],
    },
  ];
}

/** For each topic that carries the event: who sends it there, and who receives it from there. */
function flowBlocks({ name }: Event, { estate, links }: SiteContext): readonly Block[] {
  const lineOf = ({ service, operation }: Flow): Line => [links.service(service.name), ' ', note(operation.summary)];
  return estate.topicsOf(name).map(({ address }): Block => {
    const { senders, receivers } = wayOver({ event: name, topic: address }, estate);
    return {
      kind: 'columns',
      label: `Way of ${name} over ${address}`,
      columns: [
        { title: 'Sent by', items: senders.map(lineOf), empty: 'Nobody sends it.' },
        { title: 'Over', items: [[links.topic(address)]], empty: '' },
        { title: 'Received by', items: receivers.map(lineOf), empty: 'Nobody receives it.' },
      ],
    };
  });
}

export function fieldsBlock(event: Event, version: ParsedVersion, { estate, links }: SiteContext): Block {
  const first = firstVersions(estate.versionsOf(event.schema), version);
  const uses = estate.usesOfEvent(event.name);
  return fieldTable({
    caption: `Fields of ${event.name}, version ${version.version}`,
    rows: fieldRows(version.schema),
    links,
    since: (path) => first.get(path),
    ...(uses === undefined ? {} : { usesOf: (path: string) => usesOfField(uses, path) }),
  });
}

/** The version that each path came in with, of those that the oldest one lacks. */
function firstVersions(versions: readonly ParsedVersion[], until: ParsedVersion): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  for (const { version, schema } of versions) {
    if (version > until.version) break;
    for (const { path } of fieldRows(schema)) if (!known.has(path)) known.set(path, version);
  }
  const oldest = versions[0]?.version;
  return new Map([...known].filter(([, version]) => version !== oldest));
}

export function compatibilityBlocks(event: Event, topics: readonly Topic[], context: SiteContext): readonly Block[] {
  const { estate, links } = context;
  const levels = topics.map(({ address, compatibility }) =>
    text(code(compatibility), ' on ', links.topic(address), `: ${levelInWords[compatibility]}.`),
  );
  const versions = estate.versionsOf(event.schema);
  if (versions.length < 2) return levels;
  return [...levels, matrixTable(event, compatibilityMatrix(versions), context)];
}

function failureBlocks(event: Event, { estate, links }: SiteContext): readonly Block[] {
  const receivers = estate.flowsOf(event.name).receivers.filter(({ isReply }) => !isReply);
  if (receivers.length === 0) return [];
  return [
    {
      kind: 'list',
      items: receivers.map(
        ({ service, operation }): Line => [
          links.service(service.name),
          ` (group `,
          code(operation.group),
          `): ${failureText(operation.failures)}`,
        ],
      ),
    },
  ];
}

function versionLine(event: Event, { version, released }: ParsedVersion, { estate, links, paths }: SiteContext): Line {
  const earlier = estate.versionsOf(event.schema).filter((one) => one.version < version);
  const diffs: readonly Inline[] = earlier
    .toReversed()
    .flatMap((one, index) => [
      index === 0 ? ': what changed since ' : ', ',
      link(paths.diff(event.name, one.version, version), `version ${one.version}`),
    ]);
  return [links.version(event.name, version), released ? '' : ', not released yet', ...diffs];
}
