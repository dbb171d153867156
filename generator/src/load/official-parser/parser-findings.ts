import type { Position } from '@eventwright/avro';
import { isAvroFormat } from '../../model/build-schema-use.ts';
import type { Document, Entry, Node } from '../../model/document.ts';
import type { Finding } from '../../model/finding.ts';
import { createNodeReader, type NodeReader, scalarValue } from '../../model/node.ts';
import { wordsOf } from './diagnostic-words.ts';
import type { ParserDiagnostic } from './run-official-parser.ts';

/** The parser's errors and warnings as findings, at the place in the user's own file. */
export function parserFindings(document: Document, diagnostics: readonly ParserDiagnostic[]): readonly Finding[] {
  return diagnostics
    .filter(({ severity }) => severity <= 1)
    .filter((diagnostic) => !isConsequence(diagnostic, diagnostics))
    .filter((diagnostic) => !isAboutAvro(document, diagnostic))
    .map((diagnostic): Finding => {
      const { code, severity, path } = diagnostic;
      const { position, value } = placeOf(document, diagnostic);
      return {
        ruleId: ruleIdOf(code),
        severity: severity === 0 ? 'error' : 'warning',
        ...wordsOf(diagnostic, scalarValue(value)),
        position,
        path: `/${path.map(escaped).join('/')}`,
        related: [],
      };
    });
}

const escaped = (part: string | number): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

/** `asyncapi3-channel-servers` is ASYNCAPI3_CHANNEL_SERVERS; `invalid-ref` is ASYNCAPI_INVALID_REF. */
function ruleIdOf(code: string): string {
  const id = code.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  return id.startsWith('ASYNCAPI') ? id : `ASYNCAPI_${id}`;
}

/** Messages of an operation whose channel is missing, or is not one, are in no channel. */
function isConsequence({ code, path, file }: ParserDiagnostic, all: readonly ParserDiagnostic[]): boolean {
  if (code !== 'asyncapi3-operation-messages-from-referred-channel') return false;
  const operation = path.slice(0, 2).join('/');
  return all.some(
    (other) =>
      other.file === file &&
      ((other.path.join('/') === operation && other.message.includes('required property "channel"')) ||
        other.path.join('/') === `${operation}/channel`),
  );
}

interface Place {
  readonly position: Position;
  /** What stands there. */
  readonly value: Node | undefined;
}

/** The parser counts otherwise than editors where a text ends, or has line ends of another kind. */
function nearest({ files }: Document, { file, line, column }: ParserDiagnostic): Position {
  const lines = (files.get(file)?.text ?? '').split(/\r\n|\n|\r/);
  const last = Math.min(line, lines.length);
  return { file, line: last, column: Math.min(column, (lines[last - 1] ?? '').length + 1) };
}

function placeOf(document: Document, diagnostic: ParserDiagnostic): Place {
  const { code, file, message, path } = diagnostic;
  const root = document.files.get(file)?.root;
  // Of what it cannot read, the parser knows no more than where.
  if (root === undefined || code === 'parser') return { position: nearest(document, diagnostic), value: undefined };
  const reader = createNodeReader(document);
  if (code === 'asyncapi-is-asyncapi') {
    const { value, position } = follow(reader, root, ['asyncapi']);
    return { position: value?.position ?? position, value };
  }
  const found = follow(reader, root, path);
  const [, property] = /^"(.*)" property (?:type )?must /s.exec(message) ?? [];
  if (property === undefined || property === path.at(-1)) return found;
  return writtenAs(document, property, found) ?? found;
}

/** The node at a path, or the last one on the way that exists; its key's position where it has one. */
function follow(reader: NodeReader, root: Node, path: ParserDiagnostic['path']): Place {
  let place: Place = { position: root.position, value: root };
  for (const part of path) {
    const current = reader.follow(place.value);
    const entry = current?.kind === 'map' ? current.entries.get(String(part)) : undefined;
    const item = current?.kind === 'sequence' ? current.items[Number(part)] : undefined;
    if (entry !== undefined) place = { position: entry.position, value: entry.value };
    else if (item !== undefined) place = { position: item.position, value: item };
    else return { ...place, value: undefined };
  }
  return place;
}

/**
 * The parser speaks of a property, but shows what its `$ref` leads to, which is in order by itself: the property is what
 * is wrong.
 */
function writtenAs({ files, references }: Document, property: string, { value }: Place): Place | undefined {
  const seen = new Set<Node>();
  const visit = (node: Node): Entry | undefined => {
    if (seen.has(node) || (node.kind !== 'map' && node.kind !== 'sequence')) return undefined;
    seen.add(node);
    if (node.kind === 'sequence') return firstOf(node.items, visit);
    const entry = node.entries.get(property);
    const reference = entry?.value.kind === 'map' ? references.get(entry.value) : undefined;
    if (reference?.kind === 'resolved' && reference.target === value) return entry;
    return firstOf([...node.entries.values()], (inner) => visit(inner.value));
  };
  return firstOf([...files.values()], ({ root }) => (root === undefined ? undefined : visit(root)));
}

function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

const onlyOfOthers = /must match (".*" schema|a schema in|exactly one schema)/;

/**
 * Avro schemas have been read by then, every rule of Avro applied. The JSON Schema of Avro that the parser has refuses
 * what Avro allows, such as a full name as `name`, and says so in a dozen ways.
 */
function isAboutAvro(
  { references, files, inlineSchemas }: Document,
  { path, file, message }: ParserDiagnostic,
): boolean {
  if (file.endsWith('.avsc')) return true;
  const reader = createNodeReader({ references });
  let node: Node | undefined = files.get(file)?.root;
  for (const part of path) {
    const current = reader.follow(node);
    if (isAvro(current) || (part === 'schema' && isAvroPayload(reader, current))) return true;
    node = current?.kind === 'sequence' ? current.items[Number(part)] : reader.child(current, String(part));
  }
  return isAvro(node) || (onlyOfOthers.test(message) && isAvroPayload(reader, node));

  function isAvro(place: Node | undefined): boolean {
    return place !== undefined && inlineSchemas.has(place);
  }
}

const isAvroPayload = (reader: NodeReader, node: Node | undefined): boolean =>
  isAvroFormat(reader.text(node, 'schemaFormat') ?? '');
