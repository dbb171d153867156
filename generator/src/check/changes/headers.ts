import type { Header } from '../../model/contract-model.ts';
import { affectedBy, ownersOf } from './affected.ts';
import type { ChangeReport } from './change-rule.ts';
import type { Comparison, MessagePair } from './comparison.ts';

/** A header of a message that is there before, after or both. */
export interface HeaderPair {
  readonly message: MessagePair;
  readonly before: Header | undefined;
  readonly after: Header | undefined;
}

export function* headerPairs({ messages }: Comparison): Iterable<HeaderPair> {
  for (const message of messages) {
    const before = new Map(message.before.headers.map((header) => [header.name, header]));
    const after = new Map(message.after.headers.map((header) => [header.name, header]));
    for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
      yield { message, before: before.get(name), after: after.get(name) };
    }
  }
}

/**
 * What every report on a header has in common. Undefined where no application has the message in the direction in which
 * the change hurts: `send` hurts those who read what is sent, `receive` those who send what is received.
 */
export function headerReport(
  comparison: Comparison,
  { message, before, after }: HeaderPair,
  direction: 'send' | 'receive' | undefined,
): Pick<ChangeReport, 'subject' | 'affected' | 'madeBy'> | undefined {
  const { address } = message.channel.after;
  const affected = affectedBy(comparison, { address, messages: [message.before.name, message.after.name] });
  const isJudged = direction === undefined || affected.some(({ action }) => action === direction);
  if (!isJudged || affected.length === 0) return undefined;
  return {
    subject: `${address}/${message.after.name}/${(after ?? before)?.name}`,
    affected,
    madeBy: ownersOf(affected),
  };
}
