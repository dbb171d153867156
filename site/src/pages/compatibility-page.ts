import type { Event } from '../catalog/catalog.ts';
import { badge, code, commas, type Line, link, section, table, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import { counted } from '../page/words.ts';
import { compatibilityMatrix, type Pair } from '../schema/compatibility.ts';
import type { SiteContext } from '../site-context.ts';

/** Which versions of which events do not understand each other. */
export function compatibilityPage(context: SiteContext): Page {
  const { estate, links, paths } = context;
  const rows = estate.catalog.events
    .map((event) => ({ event, pairs: compatibilityMatrix(estate.versionsOf(event.schema)).flat() }))
    .filter(({ pairs }) => pairs.length > 1);
  const unsafe = rows.flatMap(({ event, pairs }) =>
    pairs.filter(({ reasons }) => reasons.length > 0).map((pair) => ({ event, pair })),
  );
  return {
    path: 'compatibility.html',
    title: 'Compatibility',
    summary: 'Which version of an event reads what another one wrote, by the code that CI judges with.',
    section: 'compatibility',
    trail: [],
    badges: [],
    blocks: [
      text(
        `${counted(rows.length, 'event has', 'events have')} more than one version. ${unsafe.length === 0 ? 'Every version reads every other.' : `${counted(unsafe.length, 'pair')} of reader and writer fail.`}`,
      ),
      ...section(
        'unsafe',
        'Pairs that fail',
        table({
          caption: 'Readers that fail on a writer',
          rows: unsafe,
          empty: 'None: every version reads every other.',
          columns: [
            { title: 'Event', cell: ({ event }) => [links.event(event.name)] },
            { title: 'Reader', cell: ({ pair }) => [`version ${pair.reader.version}`] },
            { title: 'Writer', cell: ({ pair }) => [`version ${pair.writer.version}`] },
            { title: 'Why', cell: ({ pair }) => whyLine(pair) },
            { title: 'Change', cell: ({ event, pair }) => [diffLink(event, pair)] },
          ],
        }),
      ),
      ...section(
        'events',
        'Events with several versions',
        table({
          caption: 'Events with several versions',
          rows,
          empty: 'There are none.',
          columns: [
            { title: 'Event', cell: ({ event }) => [link(`${paths.event(event.name)}#compatibility`, event.name)] },
            { title: 'Versions', isNumber: true, cell: ({ pairs }) => [String(Math.sqrt(pairs.length))] },
            {
              title: 'Mode',
              cell: ({ event }) =>
                commas(estate.topicsOf(event.name).map(({ compatibility }) => [code(compatibility)])),
            },
            {
              title: 'Verdict',
              cell: ({ pairs }) => {
                const failing = pairs.filter(({ reasons }) => reasons.length > 0).length;
                return [
                  failing === 0
                    ? badge('all read all', 'good')
                    : badge(counted(failing, 'pair fails', 'pairs fail'), 'bad'),
                ];
              },
            },
          ],
        }),
      ),
    ],
  };

  function diffLink(event: Event, { reader, writer }: Pair): Line[number] {
    const [older = 0, newer = 0] = [reader.version, writer.version].sort((a, b) => a - b);
    return link(paths.diff(event.name, older, newer), `version ${older} to ${newer}`);
  }
}

const whyLine = ({ reasons }: Pair): Line =>
  commas(reasons.map(({ location, message }) => [code(location), ` ${message}`]));
