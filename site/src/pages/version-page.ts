import type { Event } from '../catalog/catalog.ts';
import type { ParsedVersion } from '../catalog/estate.ts';
import { type Block, link, section } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import type { SiteContext } from '../site-context.ts';
import { deprecationNotice } from './deprecation-notice.ts';
import { commonOf, compatibilityBlocks, eventsCrumb, factsOf, fieldsBlock, versionList } from './event-page.ts';
import { versionLines } from './pretty-json.ts';
import { wireFacts } from './wire-facts.ts';

/** The page of one version, which stays as it is. The newest one has such a page as well: logs link to versions. */
export function versionPage(event: Event, version: ParsedVersion, context: SiteContext): Page {
  const { estate, paths } = context;
  const isNewest = version.version === estate.versionsOf(event.schema).at(-1)?.version;
  const newest = paths.event(event.name);
  const notice: Block = {
    kind: 'notice',
    tone: isNewest ? 'plain' : 'warns',
    line: isNewest
      ? ['This is the newest version. ', link(newest, `The page of ${event.name}`), ' always shows the newest.']
      : [
          'This is not the newest version. ',
          link(newest, `The newest one`),
          ' is version ',
          String(event.version),
          '.',
        ],
  };
  return {
    ...commonOf(event),
    path: paths.version(event.name, version.version),
    title: `${event.name}, version ${version.version}`,
    trail: [eventsCrumb, { title: event.name, path: newest }],
    blocks: [notice, ...versionBlocks(event, version, context)],
    canonical: newest,
  };
}

/** What a version is for ever; who sends and receives the event is a matter of today, and of its own page. */
function versionBlocks(event: Event, version: ParsedVersion, context: SiteContext): readonly Block[] {
  const topics = context.estate.topicsOf(event.name);
  return [
    ...deprecationNotice(event, context),
    { kind: 'facts', facts: factsOf(event, version, context) },
    ...section('fields', 'Fields', fieldsBlock(event, version, context)),
    ...section('on-the-wire', 'On the wire', {
      kind: 'facts',
      facts: wireFacts(event, { version: version.version, topics }, context),
    }),
    ...section('compatibility', 'Compatibility', ...compatibilityBlocks(event, topics, context)),
    ...section('versions', 'Versions', versionList(event, context)),
    ...section('schema', 'Schema', {
      kind: 'code',
      language: 'json',
      caption: version.place === undefined ? version.name : version.place.file,
      text: versionLines(version),
    }),
  ];
}
