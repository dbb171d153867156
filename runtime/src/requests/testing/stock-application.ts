import type {
  Answer,
  Application,
  Ask,
  Channel,
  Message,
  NoHeaders,
  Reply,
  Responder,
  Schema,
} from '../../core/index.ts';

/*
 * Two small applications in the shape that the generator gives them: the shop asks the stock for items. An item that the
 * stock does not know is one of the contract's errors.
 */

export interface ItemRequested {
  readonly sku: string;
}

export interface ItemAnswered {
  readonly sku: string;
  readonly available: number;
}

export interface ItemUnknown {
  readonly sku: string;
}

export type ItemReply =
  | Reply<'ItemAnswered', 'ok', ItemAnswered, string, NoHeaders>
  | Reply<'ItemUnknown', 'error', ItemUnknown, string, NoHeaders>;

export interface ShopAsks {
  readonly itemRequested: Ask<ItemRequested, string, NoHeaders, ItemReply>;
}

export interface ItemReplies {
  readonly itemAnswered: Answer<ItemAnswered, string, NoHeaders>;
  readonly itemUnknown: Answer<ItemUnknown, string, NoHeaders>;
}

export interface StockHandlers {
  readonly itemRequested: Responder<ItemRequested, string, NoHeaders, object, ItemReplies>;
}

/** Names of their own for each test, so that tests may share a log. */
export interface StockTopics {
  readonly requests: Channel;
  readonly replies: Channel;
  /** Where requests that are given up go. */
  readonly deadLetters: Channel;
}

export function stockTopics(prefix = 'shop'): StockTopics {
  return {
    requests: channel(`${prefix}.item-requests`),
    replies: channel(`${prefix}.item-answers`),
    deadLetters: channel(`${prefix}.item-requests.dlt`),
  };
}

export function shopApplication(topics: StockTopics): Application<object, object, never, ShopAsks> {
  const { answered, unknown } = replyRoutes(topics);
  const replies = [answered, { ...unknown, isError: true }];
  return {
    name: 'shop',
    version: '1.0.0',
    source: '/shop',
    send: {},
    receive: {},
    ask: { itemRequested: { ...routeOf(topics.requests, itemRequested), replies } },
  };
}

export function stockApplication(topics: StockTopics): Application<object, StockHandlers> {
  const { answered, unknown } = replyRoutes(topics);
  const replies = { itemAnswered: answered, itemUnknown: { ...unknown, isError: true } };
  return {
    name: 'stock',
    version: '1.0.0',
    source: '/stock',
    send: {},
    receive: { itemRequested: { ...routeOf(topics.requests, itemRequested), group: topics.requests.topic, replies } },
  };
}

export const itemRequested: Message<ItemRequested, ItemRequested, string, string, NoHeaders> = message('ItemRequested');
const itemAnswered: Message<ItemAnswered, ItemAnswered, string, string, NoHeaders> = message('ItemAnswered');
const itemUnknown: Message<ItemUnknown, ItemUnknown, string, string, NoHeaders> = message('ItemUnknown');

function replyRoutes({ replies }: StockTopics) {
  return { answered: routeOf(replies, itemAnswered), unknown: routeOf(replies, itemUnknown) };
}

function routeOf<M extends { readonly value: { readonly name: string } }>(channel: Channel, message: M) {
  const { topic } = channel;
  return { channel, message, valueSubject: `${topic}-${message.value.name}`, keySubject: `${topic}-key` };
}

function message<Value>(name: string): Message<Value, Value, string, string, NoHeaders> {
  return { name, type: `shop.${name}.v1`, value: schema(`shop.${name}`), key: schema('string'), headers: [] };
}

function channel(topic: string): Channel {
  return { topic, description: '', partitions: 2, replicas: 1, config: {} };
}

function schema<Value>(name: string): Schema<Value> {
  return { name, version: 1, fingerprint: '0000000000000000', avro: JSON.stringify(name) };
}
