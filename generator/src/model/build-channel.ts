import { type CompatibilityLevel, compatibilityLevels } from '@eventwright/avro';
import { refuseFailurePolicy } from './build-failure-policy.ts';
import { buildMessage, type MessageSources } from './build-message.ts';
import { buildParameters } from './build-parameters.ts';
import type { Channel, Message } from './contract-model.ts';
import type { MapNode, Node } from './document.ts';
import { keyPosition, type NodeReader, rawChild, scalarValue } from './node.ts';

export interface ChannelSources extends MessageSources {
  /** Messages made so far, by the node that they stand in; undefined for those that none could be made of. */
  readonly messages: Map<Node, Message | undefined>;
  /** The same messages by what they are: two nodes that say the same are one message. */
  readonly distinct: Map<string, Message>;
}

/** Undefined where the channel has no address; the finding says so. */
export function buildChannel(sources: ChannelSources, node: MapNode): Channel | undefined {
  const { reader } = sources;
  refuseFailurePolicy(sources, node, 'a channel');
  const binding = reader.child(reader.child(node, 'bindings'), 'kafka');
  const address = reader.text(binding, 'topic') ?? reader.text(node, 'address');
  if (address === undefined) {
    sources.findings.push(addressMissing(node));
    return undefined;
  }
  return {
    address,
    parameters: buildParameters(sources, node, address),
    description: reader.text(node, 'description') ?? reader.text(node, 'summary') ?? '',
    owner: reader.text(node, 'x-owner'),
    messages: buildMessages(sources, node, binding),
    servers: serverNames(node),
    partitions: reader.number(binding, 'partitions') ?? 1,
    replicas: reader.number(binding, 'replicas') ?? 1,
    config: buildConfig(reader, binding),
    compatibility: buildCompatibility(sources, node),
    position: keyPosition(node, 'address'),
  };
}

function buildMessages(sources: ChannelSources, node: MapNode, channelBinding: Node | undefined): readonly Message[] {
  const { reader, messages } = sources;
  const built = reader.entries(reader.child(node, 'messages')).flatMap(([key, { value }]) => {
    if (value.kind !== 'map') return [];
    if (!messages.has(value)) {
      const message = buildMessage(sources, value, { key, channelBinding });
      messages.set(value, message && unify(sources, message));
    }
    return messages.get(value) ?? [];
  });
  return built.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A channel lists servers by references to the document's own, whose last part is the server's name. */
function serverNames(node: MapNode): readonly string[] {
  const listed = rawChild(node, 'servers');
  if (listed?.kind !== 'sequence') return [];
  const names = listed.items.flatMap((item) => {
    const reference = scalarValue(rawChild(item, '$ref'));
    return typeof reference === 'string' ? reference.slice(reference.lastIndexOf('/') + 1) : [];
  });
  return names.sort();
}

function unify({ distinct }: ChannelSources, message: Message): Message {
  const { name, payload, key, headers, wire } = message;
  const shape = headers.map(({ position: _, ...header }) => header);
  const identity = JSON.stringify([name, payload.file, payload.name, key.file, key.name, shape, wire]);
  const known = distinct.get(identity) ?? message;
  distinct.set(identity, known);
  return known;
}

/** Kafka's own configuration takes text; lists such as `cleanup.policy` are joined by commas, as Kafka writes them. */
function buildConfig(reader: NodeReader, binding: Node | undefined): Readonly<Record<string, string>> {
  const entries = reader.entries(reader.child(binding, 'topicConfiguration')).map(([name, { value }]) => {
    const values = value.kind === 'sequence' ? reader.items(value) : [value];
    return [name, values.map((item) => String(scalarValue(item))).join(',')] as const;
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function buildCompatibility({ reader, findings }: ChannelSources, node: MapNode): CompatibilityLevel {
  const written = reader.child(node, 'x-compatibility');
  const level = compatibilityLevels.find((known) => known === scalarValue(written));
  if (written !== undefined && level === undefined) {
    findings.push({
      ruleId: 'COMPATIBILITY_LEVEL_UNKNOWN',
      severity: 'error',
      message: `'${scalarValue(written)}' is no compatibility level.`,
      position: written.position,
      related: [],
      help: `Levels are ${compatibilityLevels.join(', ')}.`,
    });
  }
  return level ?? 'BACKWARD_TRANSITIVE';
}

function addressMissing(node: MapNode): ChannelSources['findings'][number] {
  return {
    ruleId: 'CHANNEL_ADDRESS_MISSING',
    severity: 'error',
    message: 'The channel has no address, so it is no topic.',
    position: node.position,
    related: [],
    help: 'Add `address:` with the name of the Kafka topic.',
  };
}
