import type { Application, Message, Operation } from '../../model/contract-model.ts';
import { usableReply } from '../../model/usable-reply.ts';
import { camelCase } from '../../print/identifier.ts';
import type { Report, Rule } from '../rule.ts';

interface Route {
  readonly message: Message;
  readonly operation: Operation;
}

/** A client has one method and one handler of a name: a message goes out one way, and comes in one way. */
export const clientMemberCollision: Rule = {
  id: 'CLIENT_MEMBER_COLLISION',
  severity: 'error',
  *check({ model }) {
    for (const application of model.applications) {
      yield* collisions(application, 'send');
      yield* collisions(application, 'receive');
    }
  },
};

function* collisions(application: Application, action: Operation['action']): Iterable<Report> {
  const routes = application.operations
    .filter((operation) => operation.action === action)
    .flatMap((operation) => operation.messages.map((message): Route => ({ message, operation })));
  for (const [member, same] of Map.groupBy(routes, ({ message }) => camelCase(message.name))) {
    const [first, ...others] = same;
    for (const other of others) {
      if (first === undefined || isSame(first, other)) continue;
      yield {
        message: `The application '${application.name}' ${action}s '${member}' in two ways: by '${first.operation.id}' and by '${other.operation.id}'.`,
        position: other.operation.position,
        related: [{ message: 'the other operation', position: first.operation.position }],
        help: 'Let one operation name the message, or rename one of the messages.',
      };
    }
  }
}

const isSame = (a: Route, b: Route): boolean =>
  a.message === b.message &&
  a.operation.channel === b.operation.channel &&
  a.operation.group === b.operation.group &&
  policyText(a.operation) === policyText(b.operation) &&
  replyText(a.operation) === replyText(b.operation);

const replyText = (operation: Operation): string | undefined => {
  const reply = usableReply(operation);
  return reply && [reply.channel.address, ...reply.messages.map(({ name }) => name)].join(' ');
};

const policyText = ({ failurePolicy }: Operation): string | undefined =>
  JSON.stringify(failurePolicy, (key, value: unknown) => (key === 'position' ? undefined : value));
