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

interface Point {
  readonly x: number;
  readonly y: number;
}

const box = { width: 132, height: 36 } as const;

/**
 * Nodes on an ellipse, those that speak to each other side by side as far as that goes, so that no line crosses a node. Two
 * nodes that hear from each other have one line with two tips.
 */
export function mapDrawing(label: string, nodes: readonly MapNode[], edges: readonly MapEdge[]): Html {
  const order = aroundTheCircle(nodes, edges);
  const radius = { x: Math.max(330, order.length * 26), y: Math.max(190, order.length * 17) };
  const center: Point = { x: radius.x + box.width / 2 + 12, y: radius.y + box.height / 2 + 12 };
  const places = new Map(
    order.map(({ name }, index) => {
      const angle = (2 * Math.PI * index) / order.length - Math.PI / 2;
      return [name, { x: center.x + radius.x * Math.cos(angle), y: center.y + radius.y * Math.sin(angle) }];
    }),
  );
  const [width, height] = [2 * center.x, 2 * center.y].map(Math.round);
  return html`<svg class="map" viewBox="0 0 ${width ?? 0} ${height ?? 0}" width="${width ?? 0}" role="group" aria-label="${label}">
<defs><marker id="tip" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path class="head" d="M 0 0 L 8 4 L 0 8 z"/></marker></defs>
${linesOf(edges).map((line) => lineDrawing(line, places, center))}
${order.map(({ name, href }) => nodeDrawing(name, href, places.get(name)))}</svg>`;
}

/** One node after the other: next comes who has most to do with those that stand last. */
function aroundTheCircle(nodes: readonly MapNode[], edges: readonly MapEdge[]): readonly MapNode[] {
  const weight = (a: string, b: string): number =>
    edges
      .filter(({ from, to }) => (from === a && to === b) || (from === b && to === a))
      .reduce((sum, { events }) => sum + events.length, 0);
  const left = [...nodes];
  const order = left.splice(0, 1);
  while (left.length > 0) {
    const last = order.slice(-2);
    const tied = (node: MapNode): number =>
      last.reduce((sum, one, index) => sum + (index + 1) * weight(one.name, node.name), 0);
    const next = left.reduce((best, node) => (tied(node) > tied(best) ? node : best));
    left.splice(left.indexOf(next), 1);
    order.push(next);
  }
  return order;
}

interface MapLine {
  readonly from: string;
  readonly to: string;
  readonly there: readonly string[];
  /** From the second to the first. */
  readonly back: readonly string[];
}

function linesOf(edges: readonly MapEdge[]): readonly MapLine[] {
  const known = new Map(edges.map((edge) => [JSON.stringify([edge.from, edge.to]), edge]));
  return edges.flatMap(({ from, to, events }): readonly MapLine[] => {
    const back = known.get(JSON.stringify([to, from]));
    if (from === to || (back !== undefined && to < from)) return [];
    return [{ from, to, there: events, back: back?.events ?? [] }];
  });
}

function lineDrawing({ from, to, there, back }: MapLine, places: ReadonlyMap<string, Point>, center: Point): Html {
  const [a, b] = [places.get(from), places.get(to)];
  if (a === undefined || b === undefined) return html``;
  // Bent to the middle, so that neighbours' lines leave the rim free.
  const bend: Point = { x: (a.x + b.x + center.x) / 3, y: (a.y + b.y + center.y) / 3 };
  const [start, end] = [edgeOf(a, bend), edgeOf(b, bend)];
  const words = [
    ...(there.length === 0 ? [] : [`${from} to ${to}: ${there.join(', ')}`]),
    ...(back.length === 0 ? [] : [`${to} to ${from}: ${back.join(', ')}`]),
  ];
  return html`<path class="edge" data-between="${from} ${to}" d="M ${at(start)} Q ${at(bend)} ${at(end)}" marker-end="url(#tip)"${back.length === 0 ? '' : html` marker-start="url(#tip)"`}><title>${words.join('; ')}</title></path>
`;
}

/** Where a line to a point leaves the box around another one. */
function edgeOf(node: Point, towards: Point): Point {
  const [dx, dy] = [towards.x - node.x, towards.y - node.y];
  const scale = 1 / Math.max(Math.abs(dx) / (box.width / 2 + 3), Math.abs(dy) / (box.height / 2 + 3), 1e-9);
  return { x: node.x + dx * Math.min(scale, 1), y: node.y + dy * Math.min(scale, 1) };
}

const at = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

function nodeDrawing(name: string, href: string, place: Point | undefined): Html {
  if (place === undefined) return html``;
  const { x, y } = place;
  return html`<a href="${href}" data-node="${name}"><rect class="box" x="${(x - box.width / 2).toFixed(1)}" y="${(y - box.height / 2).toFixed(1)}" width="${box.width}" height="${box.height}" rx="8"/>
<text class="name" x="${x.toFixed(1)}" y="${(y + 5).toFixed(1)}" text-anchor="middle">${name.length > 17 ? `${name.slice(0, 16)}…` : name}</text></a>
`;
}
