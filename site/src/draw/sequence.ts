import { type Html, html } from '../html/html.ts';

/** An arrow from one lane to others. */
export interface Arrow {
  readonly label: string;
  /** Where the label leads. */
  readonly href: string;
  readonly from: string;
  readonly to: readonly string[];
}

const lane = { width: 150, head: 34 } as const;
const rowHeight = 44;

/** Lanes from left to right in the order in which they come up, arrows from top to bottom. */
export function sequenceDrawing(label: string, arrows: readonly Arrow[]): Html {
  const names = [...new Set(arrows.flatMap(({ from, to }) => [from, ...to]))];
  const width = names.length * lane.width;
  const height = lane.head + arrows.length * rowHeight + 16;
  const x = (name: string): number => names.indexOf(name) * lane.width + lane.width / 2;
  const lanes = names.map(
    (name) => html`<line class="lane" x1="${x(name)}" y1="${lane.head}" x2="${x(name)}" y2="${height}"/>
<rect class="box" x="${x(name) - 66}" y="2" width="132" height="28" rx="6"/>
<text class="name" x="${x(name)}" y="21" text-anchor="middle">${shortened(name, 17)}</text>
`,
  );
  return html`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="${label}">
${lanes}${arrows.map((arrow, index) => arrowDrawing(arrow, lane.head + (index + 1) * rowHeight - 10, x))}</svg>`;
}

function arrowDrawing({ label, href, from, to }: Arrow, y: number, x: (name: string) => number): Html {
  const start = x(from);
  const ends = to.map(x);
  const others = ends.filter((end) => end !== start);
  const left = Math.min(start, ...ends);
  const right = Math.max(start, ...ends);
  const middle = others.length === 0 ? start : (left + right) / 2;
  return html`<g class="arrow"><line x1="${left}" y1="${y}" x2="${right}" y2="${y}"/>
<circle cx="${start}" cy="${y}" r="3.5"/>
${others.map((end) => headDrawing(end, y, end > start ? -1 : 1))}
${others.length < ends.length ? html`<path d="M ${start} ${y} h 18 v 10 h -12" class="own"/>` : ''}
<a href="${href}"><text x="${middle}" y="${y - 6}" text-anchor="middle">${shortened(label, 34)}</text></a></g>
`;
}

const headDrawing = (x: number, y: number, side: 1 | -1): Html =>
  html`<path class="head" d="M ${x} ${y} l ${side * 9} -4.5 v 9 z"/>`;

const shortened = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
