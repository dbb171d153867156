import type { ApplicationSources } from './build-application.ts';
import type { Message, Reply } from './contract-model.ts';
import type { MapNode } from './document.ts';
import { keyPosition } from './node.ts';

/** Undefined where the operation awaits no reply. */
export function buildReply({ reader, channels, messages }: ApplicationSources, node: MapNode): Reply | undefined {
  const reply = reader.child(node, 'reply');
  if (reply === undefined) return undefined;
  const at = reader.child(reply, 'channel');
  const channel = at === undefined ? undefined : channels.get(at);
  const named = reader.items(reader.child(reply, 'messages')).flatMap((item): readonly Message[] => {
    const message = messages.get(item);
    return message === undefined ? [] : [message];
  });
  return {
    location: reader.text(reader.child(reply, 'address'), 'location'),
    channel,
    messages:
      named.length > 0 ? [...new Set(named)].sort((a, b) => (a.name < b.name ? -1 : 1)) : (channel?.messages ?? []),
    position: keyPosition(node, 'reply'),
  };
}
