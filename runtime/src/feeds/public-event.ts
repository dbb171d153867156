import { createHash } from 'node:crypto';
import type { Message, ReceivedEvent } from '../core/application.ts';
import { RuntimeError } from '../core/errors.ts';
import { type PublicJson, publicView } from './public-view.ts';

export type AnyMessage = Message<unknown, unknown, unknown, unknown, object>;
export type AnyEvent = ReceivedEvent<unknown, unknown, object>;

/** An event as the outside sees it, before it has a position. */
export interface PublicEvent {
  /** Of the event, as senders gave it. */
  readonly id: string;
  /** Message name of the contract. */
  readonly name: string;
  /** The same for events that have to stay in order: a hash of the key, which itself may be nobody's business. */
  readonly ordering: string;
  readonly time: Date;
  /** CloudEvents 1.0, structured mode, as JSON text. */
  readonly body: string;
}

/**
 * Makes public events of a message. Throws `CONFIGURATION_INVALID` where the contract lists nothing of it under
 * `x-public`.
 */
export function publicEvents(message: AnyMessage): (event: AnyEvent) => PublicEvent {
  const { name, type, value } = message;
  if (message.public === undefined || message.public.length === 0) {
    const cure = 'List the fields that may be shown under `x-public` of the message, or do not hand it to the feed';
    throw new RuntimeError('CONFIGURATION_INVALID', `The message ${name} is not public. ${cure}.`);
  }
  const view = publicView(value.avro, message.public);
  return (event) => {
    const { id, source, time } = event;
    const data = view(event.value);
    const subject = isShown(event.subject, data) ? { subject: event.subject } : {};
    const context = { specversion: '1.0', id, source, type, time: time.toISOString(), ...subject };
    const body = JSON.stringify({ ...context, datacontenttype: 'application/json', data });
    return { id, name, ordering: orderingOf(event.key), time, body: printable(body) };
  };
}

/** The subject is the key, of which the contract says nothing: it is told where a public field tells it anyway. */
function isShown(subject: string | undefined, data: PublicJson): boolean {
  if (subject === undefined || typeof data !== 'object' || data === null) return false;
  return Object.values(data).includes(subject);
}

const orderingOf = (key: unknown): string => createHash('sha256').update(keyText(key)).digest('base64url').slice(0, 22);

/** Records as decoding gives them: their fields always come in the order of the schema. */
function keyText(key: unknown): string {
  const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
  return JSON.stringify(key, plain) ?? '';
}

/** Two characters that JSON allows and XML does not. */
const printable = (json: string): string =>
  json.replaceAll(/[\ufffe\uffff]/g, (character) => (character === '\ufffe' ? '\\ufffe' : '\\uffff'));
