import { RuntimeError } from './errors.ts';
import { createDecode, type Decode } from './pipeline/decode.ts';
import { createDispatch } from './pipeline/dispatch.ts';
import { encodeReplyAddress } from './request-headers.ts';
import type { AskOptions } from './request-reply.ts';
import type { AskedWithin, PendingReply, Requests } from './requests.ts';
import type { AnyAsk, AnyAskRoute, AnyOutgoing, AnyReplyRoute, Binding } from './routes.ts';
import type { SchemaRegistry } from './schema-registry.ts';
import { createSender, type SenderOptions } from './sender.ts';
import type { StoredRecord } from './transport.ts';

export interface AsksOptions extends Omit<SenderOptions, 'routes'> {
  /** Name of the application. */
  readonly name: string;
  /** What may be asked, by the name under which it is asked. */
  readonly routes: Readonly<Record<string, AnyAskRoute>>;
  readonly registry: SchemaRegistry;
  readonly requests: Requests | undefined;
}

export interface Asks {
  readonly asks: Readonly<Record<string, AnyAsk>>;
  /** Resolves when replies would arrive. */
  ready(): Promise<void>;
}

const defaultDeadline = 5_000;

export function createAsks(options: AsksOptions): Asks {
  const { name: application, requests } = options;
  const topics = [...new Set(Object.values(options.routes).flatMap(replyTopics))];
  const asks = Object.entries(options.routes).map(([name, route]) => {
    const decode = replyDecode(route.replies, options.registry);
    const ask: AnyAsk = async (request) => {
      if (requests === undefined) throw noRequests(name);
      const asked = { route, decode, requests, replies: { application, topics } };
      return askOnce(asked, request, options);
    };
    return [name, ask] as const;
  });
  return {
    asks: Object.fromEntries(asks),
    ready: async () => {
      if (topics.length > 0) await requests?.listen({ application, topics });
    },
  };
}

interface Asked {
  readonly route: AnyAskRoute;
  readonly decode: Decode;
  readonly requests: Requests;
  readonly replies: { readonly application: string; readonly topics: readonly string[] };
}

type AnyRequest = AnyOutgoing & AskOptions;

/** A request has an id of its own each time: asked again by a handler that is called again, it is another one. */
async function askOnce(asked: Asked, { deadline, signal, ...message }: AnyRequest, options: AsksOptions) {
  const { route, requests } = asked;
  const within = requests.surroundings();
  if (within?.isTransaction) throw inTransaction(route.message.name);
  const id = options.newId();
  const until = Math.min(momentOf(deadline, options.now), within?.deadline ?? Number.POSITIVE_INFINITY);
  const signals = [signal, within?.signal].filter((one) => one !== undefined);
  const pending = requests.expect({ id, message: route.message.name, deadline: until, signals });
  const told = { kind: 'asked', application: options.name, message: route.message.name } as const;
  try {
    const request = { message: { ...message, id }, deadline: until, within };
    const reply = await decodeReply(await answered(asked, pending, { request, options }), asked);
    options.telemetry.tell({ ...told, outcome: reply.status });
    return reply;
  } catch (error) {
    options.telemetry.tell({ ...told, outcome: RuntimeError.is(error, 'REQUEST_TIMEOUT') ? 'timeout' : 'failed' });
    throw error;
  } finally {
    pending.forget();
  }
}

/** The reply, or why there is none: at the deadline at the latest, whatever is still under way then. */
async function answered(
  { route, requests, replies }: Asked,
  { reply }: PendingReply,
  { request, options }: { readonly request: Request; readonly options: AsksOptions },
): Promise<StoredRecord> {
  let isOver = false;
  const over = (): void => {
    isOver = true;
  };
  reply.then(over, over);
  const { instance } = requests;
  const [topic] = replyTopics(route);
  const headers = encodeReplyAddress({ topic, instance, deadline: request.deadline });
  const { cause } = request.within ?? {};
  const sends = createSender({ ...options, routes: { ask: route } });
  const asking = async (): Promise<StoredRecord> => {
    await requests.listen(replies);
    if (!isOver) await sends({ cause: cause && { ...cause, ordinal: () => 0 }, headers })['ask']?.(request.message);
    return reply;
  };
  return Promise.race([reply, asking()]);
}

interface Request {
  readonly message: AnyOutgoing;
  readonly deadline: number;
  readonly within: AskedWithin | undefined;
}

async function decodeReply(record: StoredRecord, { decode, route }: Asked) {
  const decoded = await decode(record);
  if (decoded?.binding === undefined) throw unknownReply(route, record);
  const replies: readonly AnyReplyRoute[] = route.replies;
  const isError = replies.some(({ message, isError }) => isError && message.name === decoded.event.name);
  const status = isError ? ('error' as const) : ('ok' as const);
  return { ...decoded.event, status };
}

function replyDecode(replies: readonly AnyReplyRoute[], registry: SchemaRegistry): Decode {
  const bindings = replies.map((reply): Binding => {
    const route = { ...reply, group: '' };
    return { route, handler: async () => undefined, topics: new Map([[reply.channel.topic, {}]]) };
  });
  return createDecode(registry, createDispatch(registry, bindings));
}

const replyTopics = ({ replies }: AnyAskRoute): readonly string[] => replies.map(({ channel }) => channel.topic);

/** Milliseconds since the epoch. */
function momentOf(deadline: AskOptions['deadline'] = defaultDeadline, now: () => Date): number {
  const moment = typeof deadline === 'number' ? now().getTime() + deadline : deadline.getTime();
  if (Number.isFinite(moment)) return Math.floor(moment);
  throw new RuntimeError('VALUE_INVALID', `the deadline of a request is ${deadline}; give milliseconds or a Date`);
}

function noRequests(name: string): RuntimeError {
  return new RuntimeError(
    'CONFIGURATION_INVALID',
    `ask.${name}() needs replies to this process; give the client the option requests, as openRequests() of "@eventwright/runtime/requests" makes it`,
  );
}

function inTransaction(message: string): RuntimeError {
  return new RuntimeError(
    'REQUEST_REFUSED',
    `${message} is asked inside of a transaction, which would stay open until the reply comes and ask again each time that it is tried again; ` +
      'ask before the transaction begins, or send an event and go on when the answer is received',
  );
}

function unknownReply({ message }: AnyAskRoute, { topic, partition, offset }: StoredRecord): RuntimeError {
  return new RuntimeError(
    'VALUE_UNREADABLE',
    `the reply to ${message.name} at ${topic}/${partition}/${offset} is no message that the contract has for it; ` +
      'add it to the reply of the operation, and generate',
  );
}
