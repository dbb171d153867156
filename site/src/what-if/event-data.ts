import type { SiteFile } from '../build-site.ts';
import type { Event } from '../catalog/catalog.ts';
import { scriptText } from '../html/script-text.ts';
import type { SiteContext } from '../site-context.ts';
import type { SitePaths } from '../site-paths.ts';
import type { EventData } from './judge-change.ts';

/** What a page needs to judge a change of an event, as a script: browsers load those of files as well. */
export function eventData(event: Event, context: SiteContext): SiteFile {
  return {
    path: context.paths.eventData(event.name),
    text: `(window.eventwrightEvents??={})[${scriptText(eventDataName(event.name, context.paths))}]=${scriptText(eventDataOf(event, context))};\n`,
  };
}

/** All that has to be known to judge a change of an event. */
export function eventDataOf(event: Event, { estate }: SiteContext): EventData {
  const { senders, receivers } = estate.flowsOf(event.name);
  return {
    event: event.name,
    schema: event.schema,
    levels: [...new Set(estate.topicsOf(event.name).map(({ compatibility }) => compatibility))],
    versions: estate.versionsOf(event.schema).map(({ version, text }) => ({ version, text })),
    senders: [...new Set(senders.map(({ service }) => service.name))],
    receivers: [...new Set(receivers.map(({ service }) => service.name))],
    uses: estate.usesOfEvent(event.name) ?? [],
  };
}

/** What pages know the data of an event by: the name of its file, which has no sign that a page would change. */
export const eventDataName = (name: string, paths: SitePaths): string =>
  paths.eventData(name).replace(/^data\/|\.js$/g, '');
