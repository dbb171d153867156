import type { Event } from '../catalog/catalog.ts';
import { badge, type Line, link, type TableBlock, table } from '../page/block.ts';
import type { SiteContext } from '../site-context.ts';
import type { Pair } from './compatibility.ts';

/** Each version as a reader of each as a writer, with the reason where it fails. */
export function matrixTable({ name }: Event, matrix: readonly (readonly Pair[])[], { paths }: SiteContext): TableBlock {
  const writers = matrix[0]?.map(({ writer }) => writer.version) ?? [];
  return table({
    caption: `Who reads whom: versions of ${name}, readers downwards, writers across`,
    empty: 'It has no versions.',
    rows: matrix,
    columns: [
      { title: 'Reader', cell: (pairs) => [`version ${pairs[0]?.reader.version ?? ''}`] },
      ...writers.map((version, index) => ({
        title: `written by version ${version}`,
        cell: (pairs: readonly Pair[]): Line => cellOf(pairs[index]),
      })),
    ],
  });

  function cellOf(pair: Pair | undefined): Line {
    if (pair === undefined) return [];
    const { reader, writer, reasons } = pair;
    if (reader === writer) return [badge('the same', 'plain')];
    if (reasons.length === 0) return [badge('reads it', 'good')];
    const [older, newer] = [reader.version, writer.version].sort((a, b) => a - b);
    return [
      link(paths.diff(name, older ?? 0, newer ?? 0), 'fails'),
      ' ',
      badge(reasons.map(({ message, location }) => `${location}: ${message}`).join('; '), 'bad'),
    ];
  }
}
