import type { Channel, ContractModel, Message } from './contract-model.ts';

/** Messages of compacted topics: a record of such a topic may have no value, which says that its key is gone. */
export function messagesWithTombstones({ channels }: ContractModel): ReadonlySet<Message> {
  return new Set(channels.filter(isCompacted).flatMap((channel) => channel.messages));
}

const isCompacted = ({ config }: Channel): boolean =>
  (config['cleanup.policy'] ?? '').split(',').some((policy) => policy.trim() === 'compact');
