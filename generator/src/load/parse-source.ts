import type { Position } from '@eventwright/avro';
import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type Node as YamlNode,
} from 'yaml';
import type { Entry, Node, ScalarNode } from '../model/document.ts';
import type { Finding } from '../model/finding.ts';

/** Far more than contracts need, and few enough that nesting cannot exhaust the stack. */
const maxDepth = 100;
/** Nodes of a file with its aliases written out; stops anchors that multiply. */
const maxNodes = 500_000;

export interface ParsedSource {
  /** Undefined where the text is broken, or empty. */
  readonly root: Node | undefined;
  readonly findings: readonly Finding[];
}

/** Parses YAML 1.2 or JSON and keeps the place of every value and key. */
export function parseSource(file: string, text: string): ParsedSource {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
    // What the parser reports after the first error is as a rule a consequence of it.
    const [error] = document.errors;
    if (error !== undefined) {
      const message = error.message === stackExhausted ? tooDeep : error.message;
      return { root: undefined, findings: [invalid(message, { file, ...place(lines, error.pos[0]) })] };
    }
    if (document.contents === null) return { root: undefined, findings: [] };
    const state: Conversion = { file, lines, anchored: new Map(), size: 0 };
    return { root: convert(state, document.contents, 0), findings: [] };
  } catch (error) {
    if (error instanceof SourceError) return { root: undefined, findings: [invalid(error.message, error.position)] };
    throw error;
  }
}

/** What the YAML parser, which recurses, says of nesting that only a hostile file has. */
const stackExhausted = 'Maximum call stack size exceeded';
const tooDeep = `nested deeper than ${maxDepth} levels`;

class SourceError extends Error {
  readonly position: Position;

  constructor(message: string, position: Position) {
    super(message);
    this.position = position;
  }
}

function invalid(message: string, position: Position): Finding {
  return {
    ruleId: 'YAML_INVALID',
    severity: 'error',
    message: `Not valid ${position.file.endsWith('.json') ? 'JSON' : 'YAML'}: ${message}`,
    position,
    related: [],
    help: 'Correct the text at this place; nothing behind it was read.',
  };
}

function place(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** The state of converting one file. */
interface Conversion {
  readonly file: string;
  readonly lines: LineCounter;
  /** A node that is aliased is converted once and shared; its size counts at every use. */
  readonly anchored: Map<string, { readonly node: Node; readonly size: number }>;
  size: number;
}

function convert(state: Conversion, node: YamlNode, depth: number): Node {
  const position = positionOf(state, node);
  if (depth > maxDepth) throw new SourceError(tooDeep, position);
  if (isAlias(node)) return convertAlias(state, node, position);
  const before = state.size;
  grow(state, 1, position);
  const converted = convertValue(state, node, { position, depth });
  if ('anchor' in node && node.anchor !== undefined) {
    state.anchored.set(node.anchor, { node: converted, size: state.size - before });
  }
  return converted;
}

function convertAlias(state: Conversion, alias: Alias, position: Position): Node {
  const target = state.anchored.get(alias.source);
  if (target === undefined) throw new SourceError(`the alias *${alias.source} has no anchor before it`, position);
  grow(state, target.size, position);
  return target.node;
}

interface Place {
  readonly position: Position;
  readonly depth: number;
}

function convertValue(state: Conversion, node: YamlNode, { position, depth }: Place): Node {
  if (isMap(node)) return { kind: 'map', position, entries: convertEntries(state, node, { position, depth }) };
  if (isSeq(node)) {
    const items = node.items.map((item) => convertOptional(state, item, { position, depth: depth + 1 }));
    return { kind: 'sequence', position, items };
  }
  if (!isScalar(node)) return { kind: 'scalar', position, value: null };
  return { kind: 'scalar', position, value: scalarValue(node.value), ...exactInteger(node) };
}

function convertEntries(state: Conversion, map: YAMLMap, { position, depth }: Place): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const { key, value } of map.items) {
    if (!isScalar(key)) throw new SourceError('a key must be a plain value', position);
    const at = positionOf(state, key);
    const node = convertOptional(state, value, { position: at, depth: depth + 1 });
    if (key.value === '<<' && node.kind !== 'scalar') merge(entries, node);
    else entries.set(String(key.value), { position: at, value: node });
  }
  return entries;
}

/** A key without a value has no node; it is null, at the key. */
function convertOptional(state: Conversion, node: unknown, { position, depth }: Place): Node {
  return isYamlNode(node) ? convert(state, node, depth) : { kind: 'scalar', position, value: null };
}

function grow(state: Conversion, nodes: number, position: Position): void {
  state.size += nodes;
  if (state.size <= maxNodes) return;
  throw new SourceError(`more than ${maxNodes} values once aliases are written out`, position);
}

function positionOf({ file, lines }: Conversion, node: { range?: readonly number[] | null | undefined }): Position {
  return { file, ...place(lines, node.range?.[0] ?? 0) };
}

const isYamlNode = (node: unknown): node is YamlNode => isAlias(node) || isMap(node) || isSeq(node) || isScalar(node);

/** The merge key `<<`: what the map itself says wins. */
function merge(entries: Map<string, Entry>, value: Node): void {
  const sources = value.kind === 'sequence' ? value.items : [value];
  for (const source of sources) {
    if (source.kind !== 'map') continue;
    for (const [key, entry] of source.entries) if (!entries.has(key)) entries.set(key, entry);
  }
}

function exactInteger({ value, source }: Scalar): { readonly exact?: bigint } {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return {};
  return source !== undefined && /^-?\d+$/.test(source) ? { exact: BigInt(source) } : {};
}

function scalarValue(value: unknown): ScalarNode['value'] {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    default:
      return value === null || value === undefined ? null : String(value);
  }
}
