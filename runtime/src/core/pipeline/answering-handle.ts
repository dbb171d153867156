import { RuntimeError } from '../errors.ts';
import type { RepliesFor } from '../replies.ts';
import type { Requests } from '../requests.ts';
import type { AnyContext } from '../routes.ts';
import type { Cause } from '../sender.ts';
import type { Decoded } from './decode.ts';
import type { Handle, Try } from './handle.ts';
import { watchSends } from './watched-sends.ts';

export interface AnsweringOptions {
  readonly repliesFor: RepliesFor;
  /** Undefined where the application can ask nothing. */
  readonly requests: Requests | undefined;
  readonly now: () => Date;
}

/**
 * Handlers of requests may answer, and have no more time than whoever asked. What handlers ask is known to be asked
 * within them.
 */
export function answeringHandle(handle: Handle, options: AnsweringOptions): Handle {
  const { requests } = options;
  return (decoded, given) => {
    // Nothing is added where nothing is asked, not even a promise.
    if (decoded.request === undefined && requests === undefined) return handle(decoded, given);
    return handleInTime(decoded, given, { handle, options });
  };
}

interface InTime {
  readonly handle: Handle;
  readonly options: AnsweringOptions;
}

async function handleInTime(decoded: Decoded, given: Try, { handle, options }: InTime): Promise<void> {
  const deadline = decoded.request?.deadline;
  const left = deadline === undefined ? given.timeout : deadline - options.now().getTime();
  if (left <= 0) throw tooLate(decoded);
  const run = (ctx: AnyContext): Promise<void> => runWithin(decoded, { ctx, given, options });
  return handle({ ...decoded, run }, { ...given, timeout: Math.min(given.timeout, left) });
}

interface Running {
  readonly ctx: AnyContext;
  readonly given: Try;
  readonly options: AnsweringOptions;
}

function runWithin(decoded: Decoded, running: Running): Promise<void> {
  const { requests } = running.options;
  const { event, trace, request } = decoded;
  const work = (): Promise<void> => runAnswering(decoded, running);
  if (requests === undefined) return work();
  const cause = { id: event.id, correlationId: event.correlationId, trace };
  const { ctx, given } = running;
  const surroundings = {
    cause,
    deadline: request?.deadline,
    isTransaction: given.transaction !== undefined,
    // Made only where it is asked for, as the context's own.
    get signal() {
      return ctx.signal;
    },
  };
  return requests.within(surroundings, work);
}

/** A request is handled when its answer is durable or part of the transaction, also one that was not waited for. */
async function runAnswering(decoded: Decoded, { ctx, given, options }: Running): Promise<void> {
  const { event, trace, request, binding, run } = decoded;
  const routes = binding?.route.replies;
  if (request === undefined || routes === undefined) return run(ctx);
  const repliesOfEvent = () => {
    const cause = { id: event.id, correlationId: event.correlationId, trace, ordinal: countReplies() };
    return options.repliesFor(routes, request, { cause, sent: given.transaction?.sent });
  };
  const replies = watchSends(repliesOfEvent, `the handler of ${event.name}`, ctx);
  const deadline = request.deadline === undefined ? undefined : new Date(request.deadline);
  try {
    // Added to the context, since a copy would make all that it makes on demand.
    await run(Object.assign(ctx, { reply: replies.sends, deadline }));
    await replies.settled();
  } finally {
    await replies.end();
  }
}

/** Apart from what the handler sends: the same message under another purpose is another event. */
function countReplies(): Cause['ordinal'] {
  let count = 0;
  return () => {
    count += 1;
    return -count;
  };
}

function tooLate({ event: { name } }: Decoded): RuntimeError {
  return new RuntimeError(
    'HANDLER_TIMEOUT',
    `the deadline of ${name} has passed: nobody waits for its answer any more`,
  );
}
