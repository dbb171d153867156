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
 * Purchases of one fault run, in the shape that the generator gives applications: a keeper, whose workflow asks a bank for
 * money and gives it back.
 */

export interface Purchase {
  readonly orderId: string;
}

type SendPurchase = Send<Purchase, string, NoHeaders>;
type Handle<Sends extends object> = Handler<Purchase, string, NoHeaders, Sends>;

export interface KeeperSends {
  readonly charge: SendPurchase;
  readonly refund: SendPurchase;
}

export interface KeeperHandlers {
  readonly ordered: Handle<KeeperSends>;
  readonly paid: Handle<KeeperSends>;
  readonly refunded: Handle<KeeperSends>;
}

export interface BankSends {
  readonly paid: SendPurchase;
  readonly refunded: SendPurchase;
}

export interface BankHandlers {
  readonly charge: Handle<BankSends>;
  readonly refund: Handle<BankSends>;
}

export interface PurchaseContract {
  readonly topics: readonly TopicSpec[];
  readonly registrations: readonly Registration[];
  readonly keeper: Application<KeeperSends, KeeperHandlers>;
  readonly bank: Application<BankSends, BankHandlers>;
  readonly customer: Application<{ readonly ordered: SendPurchase }, Record<never, never>>;
}

/** Topics and groups begin with the name of the run. */
export function purchaseContract(run: string): PurchaseContract {
  const [commands, events] = [channelOf(`${run}.commands`), channelOf(`${run}.events`)];
  const [charge, refund] = [routeOf(commands, 'Charge'), routeOf(commands, 'Refund')];
  const [ordered, paid, refunded] = [routeOf(events, 'Ordered'), routeOf(events, 'Paid'), routeOf(events, 'Refunded')];
  const named = (name: string) => ({ name: `${run}.${name}`, version: '1.0.0', source: `/${name}` });
  const group = `${run}.keeper`;
  const ofBank = `${run}.bank`;
  return {
    topics: [commands, events].flatMap((channel) => [channel, { ...channel, topic: `${channel.topic}.dlt` }]),
    registrations: [charge, refund, ordered, paid, refunded].flatMap(({ message, valueSubject, keySubject }) => [
      { subject: valueSubject, schema: message.value, compatibility: 'BACKWARD' as const },
      { subject: keySubject, schema: message.key, compatibility: 'BACKWARD' as const },
    ]),
    keeper: {
      ...named('keeper'),
      send: { charge, refund },
      receive: { ordered: { ...ordered, group }, paid: { ...paid, group }, refunded: { ...refunded, group } },
    },
    bank: {
      ...named('bank'),
      send: { paid, refunded },
      receive: { charge: { ...charge, group: ofBank }, refund: { ...refund, group: ofBank } },
    },
    customer: { ...named('customer'), send: { ordered }, receive: {} },
  };
}

function channelOf(topic: string): Channel {
  return { topic, description: '', partitions: 4, replicas: 1, config: {} };
}

const key: Schema<string> = { name: 'string', version: 1, fingerprint: '0000000000000001', avro: '"string"' };

function routeOf(channel: Channel, name: string) {
  const avro = JSON.stringify({
    type: 'record',
    name: `faults.${name}`,
    fields: [{ name: 'orderId', type: 'string' }],
  });
  const value = { name: `faults.${name}`, version: 1, fingerprint: `${name}`.padStart(16, '0'), avro };
  const message: Message<Purchase, Purchase, string, string, NoHeaders> = {
    name,
    type: `faults.${name}.v1`,
    value,
    key,
    headers: [],
  };
  const { topic } = channel;
  return { channel, message, valueSubject: `${topic}-${value.name}`, keySubject: `${topic}-key` };
}
