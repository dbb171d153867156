import type { Message } from '../core/application.ts';
import { decodeContractHeaders } from '../core/contract-headers.ts';
import { headerBytes } from '../core/header-text.ts';
import type { SchemaRegistry } from '../core/schema-registry.ts';
import { jsonForm } from '../registry/json/index.ts';
import { attributeName, type CloudEventAttributes } from './cloud-event.ts';
import type { FunctionEvent } from './function-handler.ts';
import { type ArrivedEvent, Refusal } from './read-request.ts';

type AnyMessage<Value, Key, Headers extends object> = Message<Value, unknown, Key, unknown, Headers>;

/** What reads events of a message as they arrived, with the types of the contract. */
export function eventReader<Value, Key, Headers extends object>(
  message: AnyMessage<Value, Key, Headers>,
  registry: SchemaRegistry | undefined,
): (arrived: ArrivedEvent) => Promise<FunctionEvent<Value, Key, Headers>> {
  const key = jsonForm(message.key);
  const readValue = valueReader(message, registry);
  return async (arrived) => {
    const { attributes } = arrived;
    const id = required(attributes, 'id');
    return {
      id,
      name: message.name,
      type: required(attributes, 'type'),
      source: required(attributes, 'source'),
      subject: attributes.get('subject'),
      time: timeOf(attributes),
      correlationId: attributes.get('correlationid') ?? id,
      causationId: attributes.get('causationid'),
      key: key.fromJson(keyJson(attributes.get('partitionkey'), message.key.name)),
      value: await readValue(arrived),
      headers: headersOf(message, attributes),
    };
  };
}

function valueReader<Value, Key, Headers extends object>(
  message: AnyMessage<Value, Key, Headers>,
  registry: SchemaRegistry | undefined,
): (arrived: ArrivedEvent) => Promise<Value> {
  const form = jsonForm(message.value);
  return async ({ content }) => {
    if (content.kind === 'json') return form.fromJson(content.json);
    if (content.kind === 'bytes' && registry !== undefined) return registry.read(content.bytes, message.value);
    if (content.kind === 'bytes') throw new Refusal(415, 'binary mode needs the option "registry"; send it structured');
    // A tombstone, where the message has some: its type then has `null`.
    if (message.tombstones === true) return null as Value;
    throw new Refusal(400, `${message.name} has to have a value`);
  };
}

function headersOf<Value, Key, Headers extends object>(
  message: AnyMessage<Value, Key, Headers>,
  attributes: CloudEventAttributes,
): Headers {
  const headers = new Map<string, Uint8Array>();
  for (const { name } of message.headers) {
    const text = attributes.get(attributeName(name));
    if (text !== undefined) headers.set(name, headerBytes(text));
  }
  // What has been read by the message's own headers has their types.
  return decodeContractHeaders(message, headers) as Headers;
}

function required(attributes: CloudEventAttributes, name: string): string {
  const text = attributes.get(name);
  if (text !== undefined && text !== '') return text;
  throw new Refusal(400, `the event has no "${name}"`);
}

function timeOf(attributes: CloudEventAttributes): Date {
  const time = new Date(attributes.get('time') ?? Date.now());
  if (!Number.isNaN(time.getTime())) return time;
  throw new Refusal(400, 'the "time" of the event is none');
}

/** A key that is text is given as it is, any other as JSON. */
function keyJson(text: string | undefined, schema: string): unknown {
  if (text === undefined || schema === 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
