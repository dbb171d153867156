import type { Position } from '@eventwright/avro';
import type { Entry, MapNode, Node, SequenceNode } from '../model/document.ts';

/** In characters. Longer texts are left to the reader that counts what it takes. */
const maxPlainText = 100_000;
/** Levels of nesting. Deeper texts are left to the reader that knows how deep is too deep. */
const maxPlainDepth = 30;

/**
 * The tree of a text that is nothing but block maps and lists of plain values, as most files of contracts are: in a tenth of
 * the time that the YAML library takes. Whatever could be more than that, or wrong, makes it undefined: then the library
 * says what it is. Where it is not undefined, it is what the library says.
 */
export function readPlainYaml(file: string, text: string): Node | undefined {
  if (text.length > maxPlainText || unusual.test(text)) return undefined;
  const reading: Reading = { file, lines: text.split('\n').map(lineOf), next: 0 };
  const root = readBlock(reading, 0);
  return nextLine(reading) === undefined ? root : undefined;
}

/** Anything but letters, digits and marks of which each is one for YAML, too. */
const unusual = /[^\n -~\u00c0-\u024f\u2010-\u2027\u20ac]/;

interface Line {
  readonly number: number;
  /** Columns before its text; of an item of a list that is a map those before the first key. */
  indent: number;
  /** Without the blanks around it. */
  text: string;
  /** Whether blanks end it. */
  readonly hasTail: boolean;
}

interface Reading {
  readonly file: string;
  readonly lines: readonly Line[];
  /** The index of the first line that is not read yet. */
  next: number;
}

function lineOf(written: string, index: number): Line {
  const start = written.trimStart();
  const text = start.trimEnd();
  const indent = written.length - start.length;
  return { number: index + 1, indent, text, hasTail: text.length < start.length };
}

const isItem = ({ text }: Line): boolean => text.startsWith('- ');

/** The next line that is neither empty nor a comment. */
function nextLine(reading: Reading): Line | undefined {
  for (let line = reading.lines[reading.next]; line !== undefined; line = reading.lines[reading.next]) {
    if (line.text !== '' && !line.text.startsWith('#')) return line;
    reading.next += 1;
  }
  return undefined;
}

function positionOf({ file }: Reading, { number, indent }: Line, offset = 0): Position {
  return { file, line: number, column: indent + offset + 1 };
}

function readBlock(reading: Reading, depth: number): Node | undefined {
  const first = nextLine(reading);
  if (first === undefined || depth > maxPlainDepth) return undefined;
  return isItem(first) ? readSequence(reading, first, depth) : readMap(reading, first, depth);
}

const keyAndValue = /^([A-Za-z_$][\w$./-]*):(?: +(.*))?$/;
/** As keys they would be other texts than as written. */
const constant = /^(null|true|false)$/i;

function readMap(reading: Reading, first: Line, depth: number): MapNode | undefined {
  const { indent } = first;
  const entries = new Map<string, Entry>();
  for (let line: Line | undefined = first; line?.indent === indent && !isItem(line); line = nextLine(reading)) {
    const [, key, value] = keyAndValue.exec(line.text) ?? [];
    if (key === undefined || constant.test(key) || entries.has(key)) return undefined;
    // Where the value that is missing would stand is for the library to say.
    if (value === undefined && line.hasTail) return undefined;
    reading.next += 1;
    const position = positionOf(reading, line);
    const end = positionOf(reading, line, line.text.length - (value ?? '').length);
    const node =
      value === undefined
        ? readBelow(reading, { indent, end, depth })
        : readValue(reading, value, { indent, position: end });
    if (node === undefined) return undefined;
    entries.set(key, { position, value: node });
  }
  return isDeeper(reading, indent) ? undefined : { kind: 'map', position: positionOf(reading, first), entries };
}

/** Whether the value above goes on, or the line is indented as no line before it. */
function isDeeper(reading: Reading, indent: number): boolean {
  const line = nextLine(reading);
  return line !== undefined && line.indent > indent;
}

interface Key {
  readonly indent: number;
  /** Behind the colon. */
  readonly end: Position;
  readonly depth: number;
}

/** What stands below a key. A list may begin in the column of the key. */
function readBelow(reading: Reading, { indent, end, depth }: Key): Node | undefined {
  const line = nextLine(reading);
  if (line !== undefined && (line.indent > indent || (line.indent === indent && isItem(line)))) {
    return readBlock(reading, depth + 1);
  }
  return { kind: 'scalar', position: end, value: null };
}

function readSequence(reading: Reading, first: Line, depth: number): SequenceNode | undefined {
  const { indent } = first;
  const position = positionOf(reading, first);
  const items: Node[] = [];
  for (let line: Line | undefined = first; line?.indent === indent && isItem(line); line = nextLine(reading)) {
    const item = readItem(reading, line, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return isDeeper(reading, indent) ? undefined : { kind: 'sequence', position, items };
}

function readItem(reading: Reading, line: Line, depth: number): Node | undefined {
  const { indent } = line;
  const text = line.text.slice(1).trimStart();
  line.indent += line.text.length - text.length;
  line.text = text;
  if (isItem(line)) return undefined;
  if (keyAndValue.test(text)) return readBlock(reading, depth);
  reading.next += 1;
  return readValue(reading, text, { indent, position: positionOf(reading, line) });
}

/** Begins with nothing that means something, and holds no key. */
const plain = /^(?:\.{0,2}\/|[A-Za-z0-9_$(])(?!.*(?:: |:$))/;
const number = /^(?:\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|0o[0-7]+|0x[\da-fA-F]+)$/;
const integer = /^(?:0|[1-9]\d{0,14})$/;
const constants: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

interface Place {
  /** Of the key or the item. */
  readonly indent: number;
  readonly position: Position;
}

function readValue(reading: Reading, written: string, { indent, position }: Place): Node | undefined {
  const inQuotes = unquoted(written);
  if (inQuotes !== undefined) return { kind: 'scalar', position, value: inQuotes };
  const comment = written.indexOf(' #');
  const text = comment < 0 ? written : written.slice(0, comment).trimEnd();
  if (text.startsWith('[')) return readList(text, position);
  if (text === '{}') return { kind: 'map', position, entries: new Map() };
  if (block.test(text)) {
    const value = readText(reading, indent, text);
    return value === undefined ? undefined : { kind: 'scalar', position, value };
  }
  return plain.test(text) ? readPlain(text, position) : undefined;
}

/** In quotes, with what comes behind them. The escapes are those of JSON and the one that JSON lacks. */
const quoted = /^(?:"((?:[^"\\]|\\(?:["\\/bfnrt]|x[\da-fA-F]{2}|u[\da-fA-F]{4}))*)"|'([^']*)')(?: +#.*)?$/;

function unquoted(text: string): string | undefined {
  const [, double, single] = quoted.exec(text) ?? [];
  if (double === undefined || !double.includes('\\')) return double ?? single;
  const value: unknown = JSON.parse(`"${double.replaceAll(/(?<!\\)((?:\\\\)*)\\x/g, '$1\\u00')}"`);
  return typeof value === 'string' ? value : undefined;
}

function readPlain(text: string, position: Position): Node | undefined {
  if (integer.test(text)) return { kind: 'scalar', position, value: Number(text) };
  if (number.test(text)) return undefined;
  const value = constants.get(text);
  if (value !== undefined) return { kind: 'scalar', position, value };
  return constant.test(text) ? undefined : { kind: 'scalar', position, value: text };
}

/** A list of names and numbers in brackets. */
function readList(text: string, position: Position): SequenceNode | undefined {
  const items: Node[] = [];
  let { column } = position;
  for (const part of text === '[]' ? [] : text.slice(1, -1).split(',')) {
    const start = column + 1 + part.length - part.trimStart().length;
    const item = listed.test(part) ? readPlain(part.trim(), { ...position, column: start }) : undefined;
    if (item === undefined) return undefined;
    items.push(item);
    column += part.length + 1;
  }
  return text.endsWith(']') ? { kind: 'sequence', position, items } : undefined;
}

const listed = /^ *[A-Za-z0-9_$][\w$./-]* *$/;
const block = /^[|>]-?$/;

/** The lines of a block scalar, `|` and `>`; undefined where they are more than one paragraph. */
function readText(reading: Reading, indent: number, header: string): string | undefined {
  const { lines, next } = reading;
  const first = lines[next];
  if (first === undefined || first.text === '' || first.indent <= indent) return undefined;
  const texts: string[] = [];
  for (let line: Line | undefined = first; line !== undefined; line = lines[next + texts.length]) {
    if (line.text === '' || line.indent < first.indent) break;
    if (line.hasTail || line.indent > first.indent) return undefined;
    texts.push(line.text);
  }
  reading.next += texts.length;
  for (let index = reading.next; lines[index]?.text === ''; index += 1) {
    // Blanks in an empty line may belong to the text.
    if (lines[index]?.indent !== 0) return undefined;
  }
  if (isDeeper(reading, indent)) return undefined;
  return texts.join(header.startsWith('|') ? '\n' : ' ') + (header.endsWith('-') ? '' : '\n');
}
