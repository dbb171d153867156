import type { Application, Operation } from '../../model/contract-model.ts';
import { type UsableReply, usableReply } from '../../model/usable-reply.ts';
import type { Report, Rule } from '../rule.ts';

interface Side {
  readonly application: Application;
  readonly operation: Operation;
  readonly reply: UsableReply | undefined;
}

/** Whoever asks waits where the answer is sent, and knows every message that it may be. */
export const replyMismatch: Rule = {
  id: 'REPLY_MISMATCH',
  severity: 'error',
  *check({ model }) {
    const sides = model.applications.flatMap((application) =>
      application.operations.map((operation): Side => ({ application, operation, reply: usableReply(operation) })),
    );
    for (const asking of sides.filter(({ operation, reply }) => operation.action === 'send' && reply !== undefined)) {
      yield* mismatches(
        asking,
        sides.filter((side) => receives(side, asking.operation)),
      );
    }
  },
};

const namesOf = ({ messages }: Pick<UsableReply, 'messages'>): readonly string[] => messages.map(({ name }) => name);

function receives({ operation }: Side, request: Operation): boolean {
  if (operation.action !== 'receive' || operation.channel.address !== request.channel.address) return false;
  return operation.messages.some(({ name }) => namesOf(request).includes(name));
}

function* mismatches(asking: Side, receiving: readonly Side[]): Iterable<Report> {
  const answering = receiving.filter(({ reply }) => reply !== undefined);
  if (receiving.length > 0 && answering.length === 0) yield unanswered(asking, receiving);
  for (const side of answering) {
    const problem = problemOf(asking.reply, side.reply);
    if (problem === undefined) continue;
    yield {
      message: `${asking.application.name} asks by '${asking.operation.id}', and ${side.application.name}, which answers by '${side.operation.id}', ${problem}.`,
      position: asking.operation.reply?.position ?? asking.operation.position,
      related: [{ message: 'the answer', position: side.operation.reply?.position ?? side.operation.position }],
      help: 'Give both operations the same reply: its channel, and every message that may be the answer.',
    };
  }
}

function problemOf(asked: UsableReply | undefined, answered: UsableReply | undefined): string | undefined {
  if (asked === undefined || answered === undefined) return undefined;
  if (asked.channel.address !== answered.channel.address)
    return `sends the reply to ${answered.channel.address}, not to ${asked.channel.address}`;
  const unknown = answered.messages.filter(({ name }) => !namesOf(asked).includes(name));
  return unknown.length === 0 ? undefined : `may answer with ${unknown.map(({ name }) => `'${name}'`).join(', ')}`;
}

function unanswered({ application, operation }: Side, receiving: readonly Side[]): Report {
  const names = [...new Set(receiving.map((side) => side.application.name))].join(', ');
  return {
    message: `${application.name} asks by '${operation.id}', and nobody answers: ${names} receives it without a reply.`,
    position: operation.reply?.position ?? operation.position,
    related: receiving.map((side) => ({
      message: 'the operation that receives it',
      position: side.operation.position,
    })),
    help: 'Give the operation that receives it the same `reply`.',
  };
}
