import { type MapEdge, mapDrawing } from '../draw/map.ts';
import { type Block, commas, section, table, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import type { SiteContext } from '../site-context.ts';

/** More services than this do not fit a drawing that anybody can read; the table has them all. */
export const mostDrawn = 60;

/** Who speaks to whom. */
export function mapPage(context: SiteContext): Page {
  const edges = serviceEdges(context);
  return {
    path: 'map.html',
    title: 'Map',
    summary: 'Which service hears from which, and by what events.',
    section: 'map',
    trail: [],
    badges: [],
    blocks: [...mapFigure(context, edges), ...section('table', 'As a table', edgeTable(edges, context))],
  };
}

/** The services and what flows between them as a drawing, where there are few enough. */
export function mapFigure({ estate, paths }: SiteContext, edges: readonly MapEdge[]): readonly Block[] {
  const { services } = estate.catalog;
  if (services.length === 0) return [];
  if (services.length > mostDrawn) {
    return [
      text(
        `${services.length} services are too many for one drawing. Each service's page shows its neighbours, and the table shows all.`,
      ),
    ];
  }
  return [
    {
      kind: 'figure',
      label: 'Map of the services; the table says the same',
      svg: (url) =>
        mapDrawing(
          'Map of the services',
          services.map(({ name }) => ({ name, href: url(paths.service(name)) })),
          edges,
        ),
    },
  ];
}

/** From each service to each other one that receives what it sends, with the events, sorted. */
export function serviceEdges({ estate }: SiteContext): readonly MapEdge[] {
  const edges = new Map<string, { from: string; to: string; events: Set<string> }>();
  for (const { name } of estate.catalog.events) {
    const { senders, receivers } = estate.flowsOf(name);
    for (const sender of senders) {
      for (const receiver of receivers.filter(({ operation }) => operation.topic === sender.operation.topic)) {
        const [from, to] = [sender.service.name, receiver.service.name];
        const key = JSON.stringify([from, to]);
        const edge = edges.get(key) ?? { from, to, events: new Set<string>() };
        edge.events.add(name);
        edges.set(key, edge);
      }
    }
  }
  return [...edges]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { from, to, events }]) => ({ from, to, events: [...events] }));
}

function edgeTable(edges: readonly MapEdge[], { links }: SiteContext): Block {
  return table({
    caption: 'Who hears from whom',
    rows: edges,
    empty: 'No service hears from another.',
    isFiltered: true,
    columns: [
      { title: 'From', cell: ({ from }) => [links.service(from)] },
      { title: 'To', cell: ({ to }) => [links.service(to)] },
      { title: 'Events', cell: ({ events }) => commas(events.map((event) => [links.event(event)])) },
    ],
  });
}
