import type { Position } from '@eventwright/avro';
import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Scalar,
  type YAMLMap,
  type Node as YamlNode,
} from 'yaml';
import type { Entry, Node, ScalarNode } from '../model/document.ts';
import type { Finding } from '../model/finding.ts';
import { readPlainYaml } from './read-plain-yaml.ts';
import { maxDepth, readYaml, tooDeep } from './read-yaml.ts';

/** Values of a file, aliases written out; stops anchors that multiply. */
export const maxNodes = 500_000;

export interface ParsedSource {
  /** Null in a file without a value, undefined in a broken one. */
  readonly root: Node | undefined;
  readonly findings: readonly Finding[];
}

/** Parses YAML 1.2 or JSON and keeps the place of every value and key. */
export function parseSource(file: string, written: string): ParsedSource {
  // The parser does not know a carriage return alone as the end of a line. Places are the same without it.
  const text = written.includes('\r') ? written.replaceAll(/\r\n?/g, '\n') : written;
  const root = readPlainYaml(file, text);
  return root === undefined ? parseYaml(file, text) : { root, findings: [] };
}

/** The same of whatever the text is, with the YAML library. Lines end with a line feed. */
export function parseYaml(file: string, text: string): ParsedSource {
  const lines = new LineCounter();
  const { document, problem } = readYaml(text, lines);
  if (problem !== undefined) {
    return { root: undefined, findings: [invalid(problem.message, { file, ...place(lines, problem.offset) })] };
  }
  const contents = document?.contents ?? null;
  if (contents === null) {
    return { root: { kind: 'scalar', position: { file, line: 1, column: 1 }, value: null }, findings: [] };
  }
  try {
    const state: Conversion = { file, lines, anchored: new Map(), size: 0, deepest: 0 };
    return { root: convert(state, contents, 0), findings: [] };
  } catch (error) {
    if (error instanceof SourceError) return { root: undefined, findings: [invalid(error.message, error.position)] };
    throw error;
  }
}

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
  /** A node that is aliased is converted once and shared; its size and height count at every use. */
  readonly anchored: Map<string, { readonly node: Node; readonly size: number; readonly height: number }>;
  size: number;
  /** The deepest level since the node was entered that is being converted. */
  deepest: number;
}

function convert(state: Conversion, node: YamlNode, depth: number): Node {
  const position = positionOf(state, node);
  if (isAlias(node)) return convertAlias(state, node, { position, depth });
  const { tag } = node;
  if (tag !== undefined && !jsonTags.test(tag)) throw new SourceError(`the tag ${tag} makes no JSON value`, position);
  grow(state, 1, { position, depth });
  const before = state.size - 1;
  const above = state.deepest;
  state.deepest = depth;
  const converted = convertValue(state, node, { position, depth });
  if ('anchor' in node && node.anchor !== undefined) {
    const size = state.size - before;
    state.anchored.set(node.anchor, { node: converted, size, height: state.deepest - depth });
  }
  state.deepest = Math.max(above, state.deepest);
  return converted;
}

/** Others make bytes, dates and sets, which the next reader takes for something else. */
const jsonTags = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$|^!$/;

function convertAlias(state: Conversion, alias: Alias, { position, depth }: Place): Node {
  const target = state.anchored.get(alias.source);
  if (target === undefined) throw new SourceError(`the alias *${alias.source} has no anchor before it`, position);
  grow(state, target.size, { position, depth: depth + target.height });
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
  return { kind: 'scalar', position, value: scalarValue(node, position), ...exactInteger(node) };
}

function convertEntries(state: Conversion, map: YAMLMap, { position, depth }: Place): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  const own = new Set<string>();
  for (const { key, value } of map.items) {
    if (!isScalar(key)) throw new SourceError('a key must be a plain value', position);
    const at = positionOf(state, key);
    const name = String(key.value);
    if (own.has(name)) throw new SourceError(`the key '${name}' is there twice`, at);
    own.add(name);
    const node = convertOptional(state, value, { position: at, depth: depth + 1 });
    if (key.value === '<<' && node.kind !== 'scalar') merge(entries, node);
    else entries.set(name, { position: at, value: node });
  }
  return entries;
}

/** A key without a value has no node; it is null, at the key. */
function convertOptional(state: Conversion, node: unknown, { position, depth }: Place): Node {
  return isYamlNode(node) ? convert(state, node, depth) : { kind: 'scalar', position, value: null };
}

function grow(state: Conversion, nodes: number, { position, depth }: Place): void {
  if (depth > maxDepth) throw new SourceError(tooDeep, position);
  state.deepest = Math.max(state.deepest, depth);
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

function scalarValue({ value, source }: Scalar, position: Position): ScalarNode['value'] {
  switch (typeof value) {
    case 'number':
      if (Number.isFinite(value)) return value;
      throw new SourceError(`${source ?? value} is no number that JSON can write; text stands in quotes`, position);
    case 'string':
    case 'boolean':
      return value;
    default:
      return value === null || value === undefined ? null : String(value);
  }
}
