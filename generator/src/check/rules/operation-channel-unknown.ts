import type { Document, Entry, Node } from '../../model/document.ts';
import { createNodeReader, rawChild } from '../../model/node.ts';
import { suggest } from '../../model/suggest.ts';
import type { Rule } from '../rule.ts';

/** An operation must happen on a channel of its own document. */
export const operationChannelUnknown: Rule = {
  id: 'OPERATION_CHANNEL_UNKNOWN',
  severity: 'error',
  *check({ document }) {
    for (const [node, { id, channels }] of operationChannels(document)) {
      const reference = node.kind === 'map' ? document.references.get(node) : undefined;
      if (reference?.kind !== 'broken' || reference.problem === undefined) continue;
      const { text, position } = reference.problem;
      yield {
        message: `The operation '${id}' happens on a channel that does not exist: '${text}'.`,
        position,
        related: [],
        help: suggest(text.replace(/^#\/channels\//, ''), channels) ?? 'Add the channel under `channels:`.',
      };
    }
  },
};

interface OperationChannel {
  readonly id: string;
  /** Keys of the document's channels. */
  readonly channels: readonly string[];
}

/** The `channel` of every operation of every application document, by its node. */
export function operationChannels(document: Document): ReadonlyMap<Node, OperationChannel> {
  const reader = createNodeReader(document);
  return new Map(
    document.applications.flatMap((path) => {
      const root = document.files.get(path)?.root;
      const channels = reader.entries(reader.child(root, 'channels')).map(([key]) => key);
      return reader
        .entries(reader.child(root, 'operations'))
        .flatMap(([id, entry]: readonly [string, Entry]): [Node, OperationChannel][] => {
          const channel = rawChild(entry.value, 'channel');
          return channel === undefined ? [] : [[channel, { id, channels }]];
        });
    }),
  );
}
