import type {
  Application,
  Channel,
  Handler,
  Message,
  NoHeaders,
  Registration,
  Schema,
  Send,
  TopicSpec,
} from '@eventwright/runtime';

/*
 * The pipeline of the fault runs, in the shape that the generator gives applications: the source sends what has started,
 * the middle handles it and forwards it, the final one handles that. Each run has topics and groups of its own.
 */

/** The n-th change of a key. */
export interface Step {
  readonly key: string;
  readonly seq: number;
  /** Makes records as large as a case needs them. */
  readonly padding: string;
  /** Since version 2. */
  readonly note?: string;
}

/** Of the schemas that a process knows: a rolling deployment has both at work. */
export type ContractVersion = 1 | 2;

type StepHandler<Sends extends object> = Handler<Step, string, NoHeaders, Sends>;

export interface SourceSends {
  readonly started: Send<Step, string, NoHeaders>;
}

export interface MiddleSends {
  readonly forwarded: Send<Step, string, NoHeaders>;
}

export type NoSends = Record<never, never>;

export interface MiddleHandlers {
  readonly started: StepHandler<MiddleSends>;
}

export interface FinalHandlers {
  readonly forwarded: StepHandler<NoSends>;
}

export interface FaultsContract {
  readonly started: Channel;
  readonly forwarded: Channel;
  /** Both, and where the dead letters of both go. */
  readonly topics: readonly TopicSpec[];
  readonly registrations: readonly Registration[];
  readonly source: Application<SourceSends, NoSends>;
  readonly middle: Application<MiddleSends, MiddleHandlers>;
  readonly final: Application<NoSends, FinalHandlers>;
}

const keySchema: Schema<string> = { name: 'string', version: 1, fingerprint: '0000000000000001', avro: '"string"' };

/** The contract of one run, whose name begins the names of topics and groups. */
export function faultsContract(run: string, partitions = 4, version: ContractVersion = 1): FaultsContract {
  const channel = (name: string): Channel => ({
    topic: `${run}.${name}`,
    description: '',
    partitions,
    replicas: 3,
    config: {},
  });
  const started = channel('started');
  const forwarded = channel('forwarded');
  const startedRoute = routeOf(started, stepMessage('Started', version));
  const forwardedRoute = routeOf(forwarded, stepMessage('Forwarded', version));
  return {
    started,
    forwarded,
    topics: [started, forwarded].flatMap((spec) => [spec, { ...spec, topic: `${spec.topic}.dlt` }]),
    registrations: [startedRoute, forwardedRoute].flatMap(({ message, valueSubject, keySubject }) => [
      { subject: valueSubject, schema: message.value, compatibility: 'BACKWARD' },
      { subject: keySubject, schema: message.key, compatibility: 'BACKWARD' },
    ]),
    source: { ...named('source'), send: { started: startedRoute }, receive: {} },
    middle: {
      ...named('middle'),
      send: { forwarded: forwardedRoute },
      receive: { started: { ...startedRoute, group: groupOf(run, 'middle') } },
    },
    final: { ...named('final'), send: {}, receive: { forwarded: { ...forwardedRoute, group: groupOf(run, 'final') } } },
  };
}

/** Consumer group of a role. */
export const groupOf = (run: string, role: string): string => `${run}.${role}`;

const named = (name: string): { readonly name: string; readonly version: string; readonly source: string } => ({
  name,
  version: '1.0.0',
  source: `/${name}`,
});

function stepMessage(name: string, version: ContractVersion): Message<Step, Step, string, string, NoHeaders> {
  const fields = [
    { name: 'key', type: 'string' },
    { name: 'seq', type: 'int' },
    { name: 'padding', type: 'string', default: '' },
    ...(version === 2 ? [{ name: 'note', type: 'string', default: '' }] : []),
  ];
  const avro = JSON.stringify({ type: 'record', name: `faults.${name}`, fields });
  return {
    name,
    type: `faults.${name}.v1`,
    value: { name: `faults.${name}`, version, fingerprint: `000000000000001${version}`, avro },
    key: keySchema,
    headers: [],
  };
}

interface StepRoute {
  readonly channel: Channel;
  readonly message: Message<Step, Step, string, string, NoHeaders>;
  readonly valueSubject: string;
  readonly keySubject: string;
}

function routeOf(channel: Channel, message: Message<Step, Step, string, string, NoHeaders>): StepRoute {
  const valueSubject = `${channel.topic}-${message.value.name}`;
  return { channel, message, valueSubject, keySubject: `${channel.topic}-key` };
}
