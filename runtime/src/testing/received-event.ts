import type { ReceivedEvent } from '../core/application.ts';

/** What every event has, whatever its contract. */
type Envelope = Omit<ReceivedEvent<unknown, unknown, object>, 'value' | 'key' | 'headers'>;

/** Members of an event that need not be given: those of the envelope, and headers where the contract requires none. */
type Defaulted<Event extends object> =
  | Extract<keyof Event, keyof Envelope>
  | (Event extends { readonly headers: infer Headers } ? (object extends Headers ? 'headers' : never) : never);

/** What a test says of an event: value and key, required headers, and of the rest what matters to it. */
export type EventFields<Event extends object> = Omit<Event, Defaulted<Event>> &
  Partial<Pick<Event, Extract<keyof Event, Defaulted<Event>>>>;

/** An event as the runtime delivers it, the first of its flow where the fields do not say otherwise. */
export function receivedEvent<Event extends object>(
  fields: EventFields<Event>,
  now: Date = new Date(),
): Event & Pick<Envelope, 'id' | 'correlationId'> {
  const given: Partial<Envelope> = fields;
  const { id = crypto.randomUUID() } = given;
  const envelope: Envelope = {
    id,
    name: 'Event',
    type: 'test.Event.v1',
    source: '/test',
    subject: undefined,
    time: now,
    correlationId: id,
    causationId: undefined,
    topic: 'test',
    partition: 0,
    offset: 0n,
  };
  // Of an event's members either the fields have them, by their type, or the envelope does: so says `Defaulted`.
  return { headers: {}, ...envelope, ...fields } as unknown as Event & Envelope;
}
