import { type JsonValue, jsonText } from '@eventwright/avro';
import type { Event, Example } from '../catalog/catalog.ts';
import type { ParsedVersion } from '../catalog/estate.ts';
import { type Block, code, type Line, table, text } from '../page/block.ts';
import { encodeAnnotated, UnencodableValue } from '../wire/encode-annotated.ts';
import { readersOfBytes } from '../wire/readers-of-bytes.ts';
import type { WirePiece } from '../wire/wire-piece.ts';
import { prettyJson } from './pretty-json.ts';

/** More rows than this tell nobody anything. */
const mostPieces = 200;

/** Examples of an event as JSON and as bytes, written by the writer's schema and read by every version. */
export const exampleBlocks = (
  { examples }: Event,
  version: ParsedVersion,
  versions: readonly ParsedVersion[],
): readonly Block[] => examples.flatMap((example) => exampleBlock(example, version, versions));

function exampleBlock(
  { name, summary, payload }: Example,
  version: ParsedVersion,
  versions: readonly ParsedVersion[],
): readonly Block[] {
  const json: Block = {
    kind: 'code',
    language: 'json',
    caption: summary === '' ? name : summary,
    text: prettyJson(jsonText(payload)),
  };
  return [json, ...bytesBlocks(payload, version, versions)];
}

function bytesBlocks(payload: JsonValue, version: ParsedVersion, versions: readonly ParsedVersion[]): readonly Block[] {
  const pieces = piecesOf(payload, version);
  if (typeof pieces === 'string') {
    return [{ kind: 'notice', tone: 'warns', line: [`It is no value of version ${version.version}: ${pieces}`] }];
  }
  const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece.bytes]));
  const readers = readersOfBytes(bytes, version, versions);
  const verdicts: Line = readers.map(
    ({ reader, problem }, index) =>
      `${index === 0 ? '' : ', '}version ${reader}: ${problem === undefined ? 'reads it' : `fails (${problem})`}`,
  );
  return [
    text(`${bytes.length} bytes of Avro, and 5 before them. Read back at the build by `, ...verdicts, '.'),
    { kind: 'details', summary: 'The bytes, one by one', blocks: [bytesTable(pieces)] },
  ];
}

function piecesOf(payload: JsonValue, { schema }: ParsedVersion): readonly WirePiece[] | string {
  try {
    return encodeAnnotated(schema, payload);
  } catch (error) {
    if (error instanceof UnencodableValue) return error.message;
    throw error;
  }
}

function bytesTable(pieces: readonly WirePiece[]): Block {
  const head: readonly WirePiece[] = [
    { path: '', meaning: 'zero: the format of schema registries', bytes: Uint8Array.of(0) },
  ];
  const shown = [...head, ...pieces.slice(0, mostPieces)];
  return table({
    caption:
      pieces.length > mostPieces
        ? `The first ${mostPieces} of ${pieces.length} pieces`
        : 'Pieces, in the order of the wire; four bytes of schema id follow the first',
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
