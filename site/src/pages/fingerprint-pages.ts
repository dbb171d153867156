import type { Event } from '../catalog/catalog.ts';
import type { ParsedVersion } from '../catalog/estate.ts';
import { code, commas, table } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import type { SiteContext } from '../site-context.ts';

interface Printed {
  readonly fingerprint: string;
  readonly schema: string;
  readonly version: ParsedVersion;
  /** Events whose value it is. */
  readonly events: readonly Event[];
}

/**
 * Where a log or a tool that knows no more than the fingerprint of a schema leads to. A page holds those that begin with the
 * same two digits, so that an address stays what it is however many schemas there come to be.
 */
export function fingerprintPages(context: SiteContext): readonly Page[] {
  const pages = Map.groupBy(printedIn(context), ({ fingerprint }) => fingerprint.slice(0, 2));
  return [...pages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([digits, list]) => page(digits, list, context));
}

/** Where a page shows whose fingerprint it is. */
export const fingerprintPath = (fingerprint: string): string => `${pathOf(fingerprint.slice(0, 2))}#${fingerprint}`;

const pathOf = (digits: string): string => `schemas/${digits}.html`;

function printedIn({ estate }: SiteContext): readonly Printed[] {
  const events = Map.groupBy(estate.catalog.events, ({ schema }) => schema);
  return [...events].flatMap(([schema, users]) =>
    estate.versionsOf(schema).map((version) => ({
      fingerprint: version.fingerprint,
      schema,
      version,
      events: users,
    })),
  );
}

function page(digits: string, list: readonly Printed[], { links }: SiteContext): Page {
  const rows = list.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
  const first = new Set(rows.filter((row, index) => row.fingerprint !== rows[index - 1]?.fingerprint));
  return {
    path: pathOf(digits),
    title: `Schemas ${digits}…`,
    summary: `Schema versions by their fingerprints, those that begin with ${digits}.`,
    section: 'events',
    trail: [{ title: 'Events', path: 'events.html' }],
    badges: [],
    blocks: [
      table({
        caption: 'Schema versions by fingerprint (CRC-64-AVRO)',
        rows,
        empty: '',
        idOf: (row) => (first.has(row) ? row.fingerprint : `${row.fingerprint}-${row.version.version}-${row.schema}`),
        columns: [
          { title: 'Fingerprint', cell: ({ fingerprint }) => [code(fingerprint)] },
          { title: 'Schema', cell: ({ schema }) => [code(schema)] },
          {
            title: 'Value of',
            cell: ({ events, version }) =>
              commas(events.map(({ name }) => [links.event(name), ', ', links.version(name, version.version)])),
          },
        ],
      }),
    ],
  };
}
