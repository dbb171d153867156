import { parseArray } from './array-text.ts';

/** Turns the text in which PostgreSQL sends a value into a JavaScript value. */
export type ColumnParser = (text: string) => unknown;

/** `pg_type.oid` of the types that are not read as text. PostgreSQL never changes them. */
const scalars: ReadonlyMap<number, ColumnParser> = new Map<number, ColumnParser>([
  [16, (text) => text === 't'], // bool
  [17, parseBytea], // bytea
  [20, (text) => BigInt(text)], // int8
  [21, (text) => Number(text)], // int2
  [23, (text) => Number(text)], // int4
  [26, (text) => Number(text)], // oid
  [114, parseJson], // json
  [700, (text) => Number(text)], // float4
  [701, (text) => Number(text)], // float8
  [1184, parseTimestamptz], // timestamptz
  [3802, parseJson], // jsonb
]);

/** Array type and type of its elements. */
const arrays: readonly (readonly [number, number])[] = [
  [1000, 16], // bool[]
  [1001, 17], // bytea[]
  [1016, 20], // int8[]
  [1005, 21], // int2[]
  [1007, 23], // int4[]
  [1028, 26], // oid[]
  [199, 114], // json[]
  [1021, 700], // float4[]
  [1022, 701], // float8[]
  [1185, 1184], // timestamptz[]
  [3807, 3802], // jsonb[]
  [1009, 25], // text[]
  [1015, 1043], // varchar[]
  [1014, 1042], // char[]
  [1231, 1700], // numeric[]
  [1182, 1082], // date[]
  [1115, 1114], // timestamp[]
  [2951, 2950], // uuid[]
];

const asText: ColumnParser = (text) => text;

/** Types that drivers read in ways of their own, and we as text: date, time, timestamp, interval, numeric, points… */
const texts = [18, 19, 25, 600, 718, 1042, 1043, 1082, 1083, 1114, 1186, 1266, 1700, 2950] as const;

/** Parsers by type; a type that is not among them is text. The same for both adapters, so that rows are the same. */
export const columnParsers: ReadonlyMap<number, ColumnParser> = new Map([
  ...texts.map((oid) => [oid, asText] as const),
  ...scalars,
  ...arrays.map(([oid, element]) => [oid, arrayParser(scalars.get(element) ?? asText)] as const),
]);

function arrayParser(parse: ColumnParser): ColumnParser {
  return (text) => parseArray(text, parse);
}

function parseJson(text: string): unknown {
  return JSON.parse(text);
}

function parseBytea(text: string): Uint8Array {
  const bytes = Buffer.from(text.slice('\\x'.length), 'hex');
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** `2026-11-21 10:00:00.123456+00`, to the millisecond. */
function parseTimestamptz(text: string): Date {
  const iso = text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) throw new RangeError(`${text} is beyond what a Date holds`);
  return date;
}
