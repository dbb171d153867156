import type { StoredRecord } from '@eventwright/runtime';
import { shopSales, topics } from '@shop/contracts/topics';
import type { Shop } from '@shop/shop';

/** An event that travelled, as its headers tell. */
export interface SeenEvent {
  readonly id: string;
  /** Message name, such as `OrderPlaced`. */
  readonly name: string;
  readonly subject: string;
  readonly causationId: string;
  readonly correlationId: string;
  readonly topic: string;
  /** When it happened. Undefined where no header tells. */
  readonly time: Date | undefined;
  readonly record: StoredRecord;
}

/** Every event since the recording began. */
export interface EventRecording {
  readonly events: readonly SeenEvent[];
  /** Names of the events about one order, in the order seen. */
  namesOf(orderId: string): readonly string[];
  /** All dead letters, but for those of events that are older than the recording: others have left them in the log. */
  deadLetters(): readonly SeenEvent[];
  close(): Promise<void>;
}

/** Records all topics but for copies that a tap makes, dead letter topics among them, by a group of its own. */
export async function recordEvents({ transport }: Pick<Shop, 'transport'>): Promise<EventRecording> {
  const began = new Date();
  const events: SeenEvent[] = [];
  const subscription = await transport.subscribe({
    group: `recording-${crypto.randomUUID()}`,
    topics: topics.map(({ topic }) => topic).filter((topic) => topic !== shopSales.topic),
    startFrom: 'latest',
    onRecords: async (_claim, records) => {
      events.push(...records.map(seen));
    },
  });
  return {
    events,
    namesOf: (orderId) => events.filter(({ subject }) => subject === orderId).map(({ name }) => name),
    deadLetters: () =>
      events.filter(({ topic, time }) => topic.endsWith('.dlt') && (time === undefined || time >= began)),
    close: () => subscription.close(),
  };
}

function seen(record: StoredRecord): SeenEvent {
  const header = (name: string): string => new TextDecoder().decode(record.headers.get(name));
  const time = new Date(header('ce_time'));
  return {
    id: header('ce_id'),
    name: /([^.]+)\.v\d+$/.exec(header('ce_type'))?.[1] ?? '',
    subject: header('ce_subject'),
    causationId: header('ce_causationid'),
    correlationId: header('ce_correlationid'),
    topic: record.topic,
    time: Number.isNaN(time.getTime()) ? undefined : time,
    record,
  };
}
