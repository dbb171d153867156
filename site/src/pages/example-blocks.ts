import { jsonText } from '@eventwright/avro';
import type { Event, Example } from '../catalog/catalog.ts';
import type { ParsedVersion } from '../catalog/estate.ts';
import { type Block, code, type Line, link, table, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import type { SiteContext } from '../site-context.ts';
import { encodeAnnotated, UnencodableValue } from '../wire/encode-annotated.ts';
import { readersOfBytes } from '../wire/readers-of-bytes.ts';
import type { WirePiece } from '../wire/wire-piece.ts';
import { prettyJson } from './pretty-json.ts';

/** More rows than this tell nobody anything. */
const mostPieces = 200;

/** Examples of an event as JSON, written by the newest schema and read by every version; the bytes have a page of their own. */
export function exampleBlocks(
  { name, examples }: Event,
  versions: readonly ParsedVersion[],
  { paths }: SiteContext,
): readonly Block[] {
  const writer = versions.at(-1);
  if (writer === undefined || examples.length === 0) return [];
  return [
    ...examples.flatMap((example) => [jsonBlock(example), verdictOf(encoded(example, writer), writer, versions)]),
    text(link(paths.bytes(name), 'The bytes, one by one'), '.'),
  ];
}

/** Each byte of each example and what it says; undefined where there are no examples. */
export function bytesPage(event: Event, { estate, paths }: SiteContext): Page | undefined {
  const { name, examples } = event;
  const versions = estate.versionsOf(event.schema);
  const writer = versions.at(-1);
  if (writer === undefined || examples.length === 0) return undefined;
  return {
    path: paths.bytes(name),
    title: `${name} on the wire`,
    summary: `The examples of ${name}, byte by byte, as version ${writer.version} writes them.`,
    section: 'events',
    trail: [
      { title: 'Events', path: 'events.html' },
      { title: name, path: paths.event(name) },
    ],
    badges: [],
    blocks: examples.flatMap((example): readonly Block[] => {
      const pieces = encoded(example, writer);
      const tables = typeof pieces === 'string' ? [] : [bytesTable(pieces, titleOf(example))];
      return [{ kind: 'details', summary: titleOf(example), blocks: [verdictOf(pieces, writer, versions), ...tables] }];
    }),
  };
}

const titleOf = ({ name, summary }: Example): string => (summary === '' ? name : summary);

const jsonBlock = (example: Example): Block => ({
  kind: 'code',
  language: 'json',
  caption: titleOf(example),
  text: prettyJson(jsonText(example.payload)),
});

function verdictOf(
  pieces: readonly WirePiece[] | string,
  writer: ParsedVersion,
  versions: readonly ParsedVersion[],
): Block {
  if (typeof pieces === 'string') {
    return { kind: 'notice', tone: 'warns', line: [`It is no value of version ${writer.version}: ${pieces}`] };
  }
  const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece.bytes]));
  const verdicts: Line = readersOfBytes(bytes, writer, versions).map(
    ({ reader, problem }, index) =>
      `${index === 0 ? '' : ', '}version ${reader}: ${problem === undefined ? 'reads it' : `fails (${problem})`}`,
  );
  return text(`${bytes.length} bytes of Avro, and 5 before them. Read back at the build by `, ...verdicts, '.');
}

/** The pieces of an example's bytes; in words why there are none. */
function encoded({ payload }: Example, { schema }: ParsedVersion): readonly WirePiece[] | string {
  try {
    return encodeAnnotated(schema, payload);
  } catch (error) {
    if (error instanceof UnencodableValue) return error.message;
    throw error;
  }
}

function bytesTable(pieces: readonly WirePiece[], title: string): Block {
  const head: readonly WirePiece[] = [
    { path: '', meaning: 'zero: the format of schema registries', bytes: Uint8Array.of(0) },
  ];
  const shown = [...head, ...pieces.slice(0, mostPieces)];
  return table({
    caption:
      pieces.length > mostPieces
        ? `${title} The first ${mostPieces} of ${pieces.length} pieces`
        : `${title} Pieces in the order of the wire; four bytes of schema id follow the first`,
    rows: shown,
    empty: '',
    columns: [
      { title: 'Where', cell: ({ path }) => [code(path === '' ? '·' : path)] },
      { title: 'Bytes', cell: ({ bytes }) => [code(hex(bytes))] },
      { title: 'Meaning', cell: ({ meaning }) => [meaning] },
    ],
  });
}

/** Two digits for each byte, the first 16 of many. */
function hex(bytes: Uint8Array): string {
  if (bytes.length === 0) return '–';
  const digits = Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return bytes.length > 16 ? `${digits} …` : digits;
}
