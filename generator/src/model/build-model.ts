import { buildApplication } from './build-application.ts';
import { buildChannel, type ChannelSources } from './build-channel.ts';
import { buildSchemaFiles } from './build-schemas.ts';
import type { Channel, ContractModel, Example, Message } from './contract-model.ts';
import type { Document, MapNode, Node } from './document.ts';
import type { Finding } from './finding.ts';
import { mergeChannels } from './merge-channels.ts';
import { createNodeReader } from './node.ts';

export interface BuiltModel {
  readonly model: ContractModel;
  /** What could not be put into the model. */
  readonly findings: readonly Finding[];
  /** Where the payload of each example stands, for findings inside it. */
  readonly examples: ReadonlyMap<Example, Node>;
}

/**
 * Makes the model of everything in the document that is whole. Pure. Channels with the same address and messages with
 * the same name, payload and key are one, in however many documents they stand.
 */
export function buildModel(document: Document): BuiltModel {
  const schemas = buildSchemaFiles(document);
  const sources: ChannelSources = {
    reader: createNodeReader(document),
    schemas,
    findings: [...schemas.findings],
    examples: new Map(),
    messages: new Map(),
    distinct: new Map(),
  };
  const roots = document.applications.flatMap((path) => {
    const root = document.files.get(path)?.root;
    return root?.kind === 'map' ? [{ path, root }] : [];
  });
  const channels = buildChannels(
    sources,
    roots.map(({ root }) => root),
  );
  const applications = roots.map(({ path, root }) => buildApplication({ ...sources, channels }, path, root));
  return {
    model: {
      applications: applications.sort((a, b) => (a.name < b.name ? -1 : 1)),
      channels: [...new Set(channels.values())].sort((a, b) => (a.address < b.address ? -1 : 1)),
      messages: [...new Set([...channels.values()].flatMap((channel) => channel.messages))].sort(byName),
      schemas: schemas.list(),
    },
    findings: sources.findings,
    examples: sources.examples,
  };
}

const byName = (a: Message, b: Message): number => (a.name < b.name ? -1 : 1);

/** All channels by the node that they stand in; the same channel for every node with the same address. */
function buildChannels(sources: ChannelSources, roots: readonly MapNode[]): ReadonlyMap<Node, Channel> {
  const built = new Map<Node, Channel>();
  for (const root of roots) {
    for (const [, { value }] of sources.reader.entries(sources.reader.child(root, 'channels'))) {
      if (value.kind !== 'map' || built.has(value)) continue;
      const channel = buildChannel(sources, value);
      if (channel !== undefined) built.set(value, channel);
    }
  }
  return mergeChannels(sources, built);
}
