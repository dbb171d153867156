import type { Channel } from '../../model/contract-model.ts';
import type { Comparison } from './comparison.ts';

/** The channel that took the place of one whose address is gone: in the same file, with messages of the same names. */
export function movedChannel({ base, next }: Comparison, channel: Channel): Channel | undefined {
  const has = (channels: readonly Channel[], address: string): boolean =>
    channels.some((other) => other.address === address);
  if (has(next.channels, channel.address)) return undefined;
  return next.channels.find(
    (other) =>
      !has(base.channels, other.address) &&
      other.position.file === channel.position.file &&
      other.messages.some(({ name }) => channel.messages.some((message) => message.name === name)),
  );
}
