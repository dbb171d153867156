import type { Line } from '../page/block.ts';
import type { SiteContext } from '../site-context.ts';

/** What is to be watched of a topic; of all of it nothing. */
export interface LiveEvent {
  readonly event: string;
  readonly version: number;
}

/**
 * A link to where a topic can be watched live, in a console that belongs to somebody else; nothing where the settings name none.
 * Names of contracts are put into its address such that they stay names there.
 */
export function liveLine(topic: string, words: string, { settings }: SiteContext, about?: LiveEvent): Line {
  const { console } = settings;
  if (console === undefined) return [];
  const values: Readonly<Record<string, string>> = {
    topic,
    event: about?.event ?? '',
    version: about === undefined ? '' : String(about.version),
  };
  const address = console.replaceAll(/\{(topic|event|version)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  );
  return isAddress(address) ? [{ kind: 'leave', address, text: words }] : [];
}

/** A link may leave the site, and do nothing else. */
function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
