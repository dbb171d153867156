import { type Html, html } from '../html/html.ts';

export interface MapNode {
  readonly name: string;
  readonly href: string;
}

/** Events on their way from one node to another. */
export interface MapEdge {
  readonly from: string;
  readonly to: string;
  readonly events: readonly string[];
}

const node = { width: 150, height: 40, gapX: 110, gapY: 26 } as const;

/** Services in columns, each to the right of those it hears from as far as circles allow; merged edges with their count. */
export function mapDrawing(label: string, nodes: readonly MapNode[], edges: readonly MapEdge[]): Html {
  const columns = columnsOf(nodes, edges);
  const places = new Map(
    columns.flatMap((column, index) =>
      column.map((one, row) => [
        one.name,
        { x: 10 + index * (node.width + node.gapX), y: 14 + row * (node.height + node.gapY) },
      ]),
    ),
  );
  const width = 20 + columns.length * (node.width + node.gapX) - node.gapX;
  const rows = Math.max(1, ...columns.map(({ length }) => length));
  const height = 60 + rows * (node.height + node.gapY);
  return html`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="head" d="M 0 0 L 8 4 L 0 8 z"/></marker></defs>
${edges.map((edge, index) => edgeDrawing(edge, places, { height, index }))}
${nodes.map(({ name, href }) => nodeDrawing(name, href, places.get(name)))}</svg>`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function nodeDrawing(name: string, href: string, place: Point | undefined): Html {
  if (place === undefined) return html``;
  const { x, y } = place;
  return html`<a href="${href}" data-node="${name}"><rect class="box" x="${x}" y="${y}" width="${node.width}" height="${node.height}" rx="8"/>
<text class="name" x="${x + node.width / 2}" y="${y + node.height / 2 + 5}" text-anchor="middle">${name.length > 18 ? `${name.slice(0, 17)}…` : name}</text></a>
`;
}

function edgeDrawing(
  { from, to, events }: MapEdge,
  places: ReadonlyMap<string, Point>,
  { height, index }: { readonly height: number; readonly index: number },
): Html {
  const [a, b] = [places.get(from), places.get(to)];
  if (a === undefined || b === undefined) return html``;
  const start = { x: a.x + node.width, y: a.y + node.height / 2 };
  const end = { x: b.x, y: b.y + node.height / 2 };
  // What leads back goes below everything, each on a line of its own.
  const isBack = end.x <= start.x;
  const floor = height - 8 - (index % 5) * 5;
  const path = isBack
    ? `M ${a.x + node.width / 2} ${a.y + node.height} C ${a.x + node.width / 2} ${floor}, ${b.x + node.width / 2} ${floor}, ${b.x + node.width / 2} ${b.y + node.height}`
    : `M ${start.x} ${start.y} C ${start.x + node.gapX / 2} ${start.y}, ${end.x - node.gapX / 2} ${end.y}, ${end.x} ${end.y}`;
  return html`<g class="edge" data-from="${from}" data-to="${to}"><path d="${path}" marker-end="url(#tip)"><title>${from} to ${to}: ${events.join(', ')}</title></path></g>
`;
}

/** The longest way from a node without predecessors; in circles the node that is heard by most comes first. */
function columnsOf(nodes: readonly MapNode[], edges: readonly MapEdge[]): readonly (readonly MapNode[])[] {
  const incoming = new Map(nodes.map(({ name }) => [name, new Set<string>()]));
  const outgoing = new Map(nodes.map(({ name }) => [name, new Set<string>()]));
  for (const { from, to } of edges) {
    if (from === to) continue;
    incoming.get(to)?.add(from);
    outgoing.get(from)?.add(to);
  }
  const left = new Map(nodes.map((one) => [one.name, one]));
  const columns: MapNode[][] = [];
  while (left.size > 0) {
    const free = [...left.values()].filter(({ name }) => ![...(incoming.get(name) ?? [])].some((one) => left.has(one)));
    const column = free.length > 0 ? free : [mostHeard([...left.values()], outgoing, left)];
    for (const { name } of column) left.delete(name);
    columns.push(column);
  }
  return columns;
}

function mostHeard(
  nodes: readonly MapNode[],
  outgoing: ReadonlyMap<string, ReadonlySet<string>>,
  left: ReadonlyMap<string, MapNode>,
): MapNode {
  const heard = ({ name }: MapNode): number => [...(outgoing.get(name) ?? [])].filter((one) => left.has(one)).length;
  const [first, ...others] = nodes;
  if (first === undefined) throw new Error('A map without nodes has no columns.');
  return others.reduce((best, one) => (heard(one) > heard(best) ? one : best), first);
}
