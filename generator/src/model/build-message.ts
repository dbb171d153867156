import { type Deprecation, readDeprecation } from '@eventwright/avro';
import { applyTraits } from './apply-traits.ts';
import { refuseFailurePolicy } from './build-failure-policy.ts';
import { buildHeaders } from './build-headers.ts';
import { buildPublicFields } from './build-public-fields.ts';
import { type SchemaUse, schemaUse } from './build-schema-use.ts';
import type { SchemaFiles } from './build-schemas.ts';
import { buildWireFormat } from './build-wire-format.ts';
import type { Example, Message, SchemaFile } from './contract-model.ts';
import type { MapNode, Node } from './document.ts';
import type { Finding } from './finding.ts';
import { keyPosition, type NodeReader, rawChild, scalarValue, toJson } from './node.ts';

export interface MessageSources {
  readonly reader: NodeReader;
  readonly schemas: SchemaFiles;
  /** Gets what is wrong. */
  readonly findings: Finding[];
  /** Gets the node of each example's payload, for positions in it. */
  readonly examples: Map<Example, Node>;
}

export interface MessagePlace {
  /** The key under the channel's `messages`; the name where the message has none. */
  readonly key: string;
  /** The channel's Kafka binding, whose key counts where the message has none. */
  readonly channelBinding: Node | undefined;
}

/** Undefined where no message can be made of it; why is in the findings, or already was. */
export function buildMessage(sources: MessageSources, written: MapNode, place: MessagePlace): Message | undefined {
  const { reader, findings } = sources;
  const node = applyTraits(reader, written);
  refuseFailurePolicy(sources, node, 'a message');
  const name = reader.text(node, 'name') ?? place.key;
  const payload = usable(sources, schemaUse(sources, node, 'payload'), (what) => payloadFinding(name, node, what));
  const key = keySchema(sources, { name, node, channelBinding: place.channelBinding });
  const headers = buildHeaders(reader, reader.child(node, 'headers'));
  findings.push(...headers.findings);
  if (payload === undefined || key === undefined) return undefined;
  return {
    name,
    title: reader.text(node, 'title') ?? name,
    description: reader.text(node, 'description') ?? reader.text(node, 'summary') ?? '',
    owner: reader.text(node, 'x-owner'),
    deprecated: deprecation(reader, node),
    payload,
    key,
    headers: headers.headers,
    wire: buildWireFormat(reader, node),
    isError: scalarValue(reader.child(node, 'x-error')) === true,
    publicFields: buildPublicFields(sources, node),
    examples: buildExamples(sources, node),
    position: rawChild(written, 'name')?.position ?? written.position,
  };
}

function usable(
  { findings }: MessageSources,
  use: SchemaUse,
  finding: (what: string | undefined) => Finding,
): SchemaFile | undefined {
  if (use.kind === 'schema') return use.schema;
  if (use.kind !== 'broken') findings.push(finding(use.kind === 'unsupported' ? use.what : undefined));
  return undefined;
}

/** A message without a key is reported, and then treated as one keyed by text, so that more can be checked. */
function keySchema(
  sources: MessageSources,
  { name, node, channelBinding }: { name: string; node: MapNode; channelBinding: Node | undefined },
): SchemaFile | undefined {
  const { reader, schemas } = sources;
  const own = schemaUse(sources, reader.child(reader.child(node, 'bindings'), 'kafka'), 'key');
  const use = own.kind === 'missing' ? schemaUse(sources, channelBinding, 'key') : own;
  if (use.kind === 'missing') {
    sources.findings.push(keyFinding('MESSAGE_KEY_MISSING', `The message '${name}' has no key.`, node));
    return schemas.primitive('string');
  }
  return usable(sources, use, (what) => {
    const message = `The key of the message '${name}' is ${what}, and neither Avro nor a primitive.`;
    return keyFinding('MESSAGE_KEY_UNSUPPORTED', message, node);
  });
}

function keyFinding(ruleId: string, message: string, node: MapNode): Finding {
  return {
    ruleId,
    severity: 'error',
    message,
    position: rawChild(node, 'bindings')?.position ?? rawChild(node, 'name')?.position ?? node.position,
    related: [],
    help: "The key decides the partition, and so the order. Add `bindings: { kafka: { key: { type: string } } }`, or for a record `key: { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: { $ref: key.avsc } }`.",
  };
}

/** Only Avro is generated: types of another language would not be what is on the wire. */
function payloadFinding(name: string, node: MapNode, what: string | undefined): Finding {
  const message = `The message '${name}' has no payload.`;
  return {
    ruleId: 'PAYLOAD_UNSUPPORTED',
    severity: 'error',
    message: what === undefined ? message : `The payload of the message '${name}' is ${what}; only Avro is supported.`,
    position: keyPosition(node, node.entries.has('payload') ? 'payload' : 'name'),
    related: [],
    help: "Describe it in Avro: `payload: { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: { $ref: ../schemas/the-event.v1.avsc } }`.",
  };
}

function deprecation(reader: NodeReader, node: MapNode): Deprecation | undefined {
  const mark = reader.child(node, 'x-deprecated');
  return mark === undefined ? undefined : readDeprecation(toJson(mark));
}

function buildExamples({ reader, examples }: MessageSources, node: MapNode): readonly Example[] {
  return reader.items(reader.child(node, 'examples')).flatMap((item, index) => {
    const payload = reader.child(item, 'payload');
    if (payload === undefined) return [];
    const headers = reader.child(item, 'headers');
    const example: Example = {
      name: reader.text(item, 'name') ?? `example ${index + 1}`,
      summary: reader.text(item, 'summary') ?? '',
      headers: headers === undefined ? undefined : toJson(headers),
      payload: toJson(payload),
    };
    examples.set(example, payload);
    return [example];
  });
}
