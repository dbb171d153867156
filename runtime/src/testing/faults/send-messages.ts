import type { Harness } from '../harness/harness.ts';
import { drawsOf, type FaultPlan } from './fault-plan.ts';

type MessageOf<Send> = Send extends (message: infer Message) => Promise<unknown> ? Message : never;

/** A message by the name under which clients send it: `['orderPlaced', build.orderPlaced()]`. */
export type FaultMessage<Messages extends object> = {
  [Name in keyof Messages]: readonly [name: Name, message: MessageOf<Harness<Messages>['send'][Name]>];
}[keyof Messages];

interface Sending {
  readonly name: PropertyKey;
  readonly message: object & { readonly key?: unknown };
}

/** Sends them as the plan has it: in its order, and some of them twice. */
export async function sendMessages<Messages extends object>(
  harness: Harness<Messages>,
  messages: readonly FaultMessage<Messages>[],
  plan: FaultPlan,
): Promise<void> {
  // To the compiler a name and the message of that name are two unions; `FaultMessage` ties them together.
  const send = harness.send as Readonly<Record<PropertyKey, (message: object) => Promise<unknown>>>;
  const given = messages.map(([name, message], index) => ({
    name,
    message: { id: `message-${index + 1}`, ...message },
  }));
  const ordered = plan.order === 'given' ? given : shuffleKeys(given, plan.seed);
  for (const { name, message } of withDuplicates(ordered, plan)) await send[name]?.(message);
}

/** Any order of the keys among each other; under each key the order stays. */
function shuffleKeys(sendings: readonly Sending[], seed: number): readonly Sending[] {
  const draw = drawsOf(seed);
  const queues = new Map<string, Sending[]>();
  for (const sending of sendings) {
    const key = JSON.stringify(sending.message.key, (_, part: unknown) =>
      typeof part === 'bigint' ? `${part}` : part,
    );
    queues.set(key, [...(queues.get(key) ?? []), sending]);
  }
  const left = [...queues.values()];
  return sendings.flatMap(() => {
    const filled = left.filter((queue) => queue.length > 0);
    return filled[draw(filled.length)]?.splice(0, 1) ?? [];
  });
}

function withDuplicates(sendings: readonly Sending[], { faults }: FaultPlan): readonly Sending[] {
  const twice = (nth: number, late: boolean): boolean =>
    faults.some((fault) => fault.kind === 'duplicate' && fault.nth === nth && fault.late === late);
  const inPlace = sendings.flatMap((sending, index) => (twice(index + 1, false) ? [sending, sending] : [sending]));
  return [...inPlace, ...sendings.filter((_, index) => twice(index + 1, true))];
}
