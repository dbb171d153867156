import type { Header } from './contract-model.ts';
import type { Entry, Node } from './document.ts';
import type { Finding } from './finding.ts';
import { type NodeReader, rawChild, scalarValue } from './node.ts';

/** Headers that the runtime fills: CloudEvents in binary mode, trace context, content type; those of requests and replies. */
const filledByRuntime =
  /^(ce_[a-z0-9]+|traceparent|tracestate|baggage|content-type|reply_(topic|instance|status)|request_deadline)$/;

export interface Headers {
  readonly headers: readonly Header[];
  readonly findings: readonly Finding[];
}

/** The headers of a message's headers schema that senders give themselves, sorted by name. */
export function buildHeaders(reader: NodeReader, schema: Node | undefined): Headers {
  const properties = new Map<string, Entry>();
  const required = new Set<string>();
  collect(reader, schema, { properties, required, depth: 0 });
  const headers: Header[] = [];
  const findings: Finding[] = [];
  for (const [name, { position, value }] of [...properties].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (filledByRuntime.test(name)) continue;
    const values = valuesOf(reader, value);
    const type = typeOf(value, values);
    if (type === undefined) findings.push(typeUnknown(name, position));
    else {
      const description = reader.text(value, 'description') ?? '';
      headers.push({ name, description, type, required: required.has(name), values, position });
    }
  }
  return { headers, findings };
}

interface Collected {
  readonly properties: Map<string, Entry>;
  readonly required: Set<string>;
  readonly depth: number;
}

/** `allOf` of `allOf`, and then a recursive schema. */
const maxDepth = 20;

/** Properties of the schema and of everything that it combines by `allOf`; what comes later wins. */
function collect(reader: NodeReader, schema: Node | undefined, { properties, required, depth }: Collected): void {
  if (depth > maxDepth) return;
  const parts = reader.items(reader.child(schema, 'allOf'));
  for (const part of parts) collect(reader, part, { properties, required, depth: depth + 1 });
  for (const [name, entry] of reader.entries(reader.child(schema, 'properties'))) properties.set(name, entry);
  for (const item of reader.items(reader.child(schema, 'required'))) {
    const name = scalarValue(item);
    if (typeof name === 'string') required.add(name);
  }
}

function valuesOf(reader: NodeReader, schema: Node): readonly (string | number)[] {
  const constant = reader.child(schema, 'const');
  const allowed = constant === undefined ? reader.items(reader.child(schema, 'enum')) : [constant];
  return allowed.flatMap((node) => {
    const value = scalarValue(node);
    return typeof value === 'string' || typeof value === 'number' ? [value] : [];
  });
}

function typeOf(schema: Node, values: readonly (string | number)[]): Header['type'] | undefined {
  const type = scalarValue(rawChild(schema, 'type'));
  switch (type) {
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
      return type;
    case undefined:
      return values.length > 0 && values.every((value) => typeof value === 'string') ? 'string' : undefined;
    default:
      return undefined;
  }
}

function typeUnknown(name: string, position: Header['position']): Finding {
  return {
    ruleId: 'HEADER_TYPE_UNSUPPORTED',
    severity: 'error',
    message: `The header '${name}' has no type that a header can have.`,
    position,
    related: [],
    help: 'A header is text on the wire: give it `type: string`, `integer`, `number` or `boolean`.',
  };
}
