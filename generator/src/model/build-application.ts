import type { Position } from '@eventwright/avro';
import { applyTraits } from './apply-traits.ts';
import type { ChannelSources } from './build-channel.ts';
import { buildFailurePolicy, refuseFailurePolicy, withDefaults } from './build-failure-policy.ts';
import { buildReply } from './build-reply.ts';
import { buildServers } from './build-servers.ts';
import type { Application, Channel, Contact, Message, Operation, Tag } from './contract-model.ts';
import type { MapNode, Node } from './document.ts';
import type { Finding } from './finding.ts';
import { keyPosition, type NodeReader, rawChild, scalarValue } from './node.ts';

export interface ApplicationSources extends ChannelSources {
  /** By the node that they stand in. */
  readonly channels: ReadonlyMap<Node, Channel>;
}

export function buildApplication(sources: ApplicationSources, path: string, root: MapNode): Application {
  const { reader } = sources;
  const info = reader.child(root, 'info');
  const name = applicationName(path);
  if (info?.kind === 'map') refuseFailurePolicy(sources, info, 'the info of the document');
  return {
    name,
    title: reader.text(info, 'title') ?? name,
    version: reader.text(info, 'version') ?? '0.0.0',
    versionPosition: info?.kind === 'map' ? keyPosition(info, 'version') : root.position,
    description: reader.text(info, 'description') ?? '',
    owner: reader.text(info, 'x-owner') ?? reader.text(root, 'x-owner'),
    contact: buildContact(reader, reader.child(info, 'contact')),
    tags: buildTags(reader, reader.child(info, 'tags')),
    defaultContentType: reader.text(root, 'defaultContentType'),
    servers: buildServers(reader, root),
    operations: buildOperations(sources, name, root),
    position: keyPosition(root, 'asyncapi'),
  };
}

function buildContact(reader: NodeReader, node: Node | undefined): Contact | undefined {
  if (node?.kind !== 'map') return undefined;
  return { name: reader.text(node, 'name'), email: reader.text(node, 'email'), url: reader.text(node, 'url') };
}

const buildTags = (reader: NodeReader, node: Node | undefined): readonly Tag[] =>
  reader.items(node).flatMap((item) => {
    const name = reader.text(item, 'name');
    return name === undefined ? [] : [{ name, description: reader.text(item, 'description') ?? '' }];
  });

/** `asyncapi/orders.yaml` is `orders`. */
const applicationName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');

/** Sorted by id. An operation that refers to something broken is left out: that has a finding of its own. */
function buildOperations(sources: ApplicationSources, application: string, root: MapNode): readonly Operation[] {
  const { reader, channels, findings } = sources;
  const ofDocument = buildFailurePolicy(sources, root);
  const operations = reader.entries(reader.child(root, 'operations')).flatMap(([id, { position, value }]) => {
    if (value.kind !== 'map') return [];
    const node = applyTraits(reader, value);
    const action = actionOf(node);
    if (action === undefined) findings.push(actionUnknown(id, rawChild(node, 'action')?.position ?? position));
    const channel = channels.get(reader.child(node, 'channel') ?? node);
    if (action === 'send') refuseFailurePolicy(sources, node, 'an operation that sends');
    if (action === undefined || channel === undefined) return [];
    return [
      {
        id,
        action,
        channel,
        messages: buildMessages(sources, node, { id, channel }),
        summary: reader.text(node, 'summary') ?? reader.text(node, 'description') ?? '',
        group: groupOf(reader, node) ?? application,
        reply: buildReply(sources, node),
        failurePolicy: action === 'receive' ? withDefaults(buildFailurePolicy(sources, node), ofDocument) : undefined,
        position,
      },
    ];
  });
  return operations.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function actionOf(node: MapNode): Operation['action'] | undefined {
  const action = scalarValue(rawChild(node, 'action'));
  return action === 'send' || action === 'receive' ? action : undefined;
}

function buildMessages(
  { reader, messages, findings }: ApplicationSources,
  node: MapNode,
  { id, channel }: { id: string; channel: Channel },
): readonly Message[] {
  const listed = rawChild(node, 'messages');
  if (listed === undefined) return channel.messages;
  const named = reader.items(listed).flatMap((item) => {
    const message = messages.get(item);
    if (message !== undefined && !channel.messages.includes(message)) {
      findings.push(messageElsewhere({ id, message, channel }, listed));
    }
    return message ?? [];
  });
  return [...new Set(named)].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The binding holds a JSON Schema for the group's id: the one value that it allows. */
function groupOf(reader: NodeReader, node: MapNode): string | undefined {
  const groupId = reader.child(reader.child(reader.child(node, 'bindings'), 'kafka'), 'groupId');
  const group = scalarValue(
    groupId?.kind === 'map'
      ? (reader.child(groupId, 'const') ?? reader.items(reader.child(groupId, 'enum'))[0])
      : groupId,
  );
  return typeof group === 'string' ? group : undefined;
}

function actionUnknown(id: string, position: Position): Finding {
  return {
    ruleId: 'OPERATION_ACTION_UNKNOWN',
    severity: 'error',
    message: `The operation '${id}' neither sends nor receives.`,
    position,
    related: [],
    help: 'Write `action: send` or `action: receive`, as seen from this application.',
  };
}

function messageElsewhere(
  { id, message, channel }: { id: string; message: Message; channel: Channel },
  listed: Node,
): Finding {
  return {
    ruleId: 'OPERATION_MESSAGE_NOT_IN_CHANNEL',
    severity: 'error',
    message: `The operation '${id}' names the message '${message.name}', which its channel ${channel.address} does not carry.`,
    position: listed.position,
    related: [{ message: 'the channel', position: channel.position }],
    help: "Refer to the message as '#/channels/<channel>/messages/<message>', or add it to the channel.",
  };
}
