import type { Channel } from './contract-model.ts';
import type { Node } from './document.ts';
import type { Finding } from './finding.ts';

/**
 * Documents that do not share a channel by `$ref` each write it down with the messages that they know. Such channels
 * become one, with the messages of all; where they disagree about the topic itself, that is a finding.
 */
export function mergeChannels(
  { findings }: { readonly findings: Finding[] },
  channels: ReadonlyMap<Node, Channel>,
): ReadonlyMap<Node, Channel> {
  const merged = new Map<string, Channel>();
  for (const [address, same] of Map.groupBy(channels.values(), (channel) => channel.address)) {
    const [first, ...others] = same;
    if (first === undefined) continue;
    for (const other of others) findings.push(...disagreement(first, other));
    merged.set(address, others.length === 0 ? first : { ...first, messages: messagesOf(same) });
  }
  return new Map([...channels].map(([node, channel]) => [node, merged.get(channel.address) ?? channel]));
}

function messagesOf(channels: readonly Channel[]): Channel['messages'] {
  const messages = new Set(channels.flatMap((channel) => channel.messages));
  return [...messages].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What parameters mean; how they are described may differ. */
function parametersText({ parameters }: Channel): string {
  return JSON.stringify(
    parameters.map(({ name, values, default: fallback, location }) => [name, values, fallback, location]),
  );
}

function disagreement(first: Channel, other: Channel): readonly Finding[] {
  const parts = ['partitions', 'replicas', 'config', 'compatibility'] as const;
  const differing: string[] = parts.filter((part) => JSON.stringify(first[part]) !== JSON.stringify(other[part]));
  if (parametersText(first) !== parametersText(other)) differing.push('parameters');
  if (differing.length === 0) return [];
  return [
    {
      ruleId: 'CHANNEL_CONFLICT',
      severity: 'error',
      message: `The topic ${first.address} is described twice, with different ${differing.join(', ')}.`,
      position: other.position,
      related: [{ message: 'the other description', position: first.position }],
      help: 'Describe it once, in a file of its own, and refer to it by `$ref` from every document.',
    },
  ];
}
