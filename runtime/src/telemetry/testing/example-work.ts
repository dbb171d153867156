import type { Place, SentEvent, Work } from '../../core/telemetry.ts';
import type { StoredRecord, WireHeaders } from '../../core/transport.ts';

/** Work of a small service, for tests. */

const text = (given: string) => new TextEncoder().encode(given);

export const headersOfTexts = (texts: Readonly<Record<string, string>>): Map<string, Uint8Array> =>
  new Map(Object.entries(texts).map(([name, given]) => [name, text(given)]));

export const traceId = '0af7651916cd43dd8448eb211c80319c';
export const traceparent: string = `00-${traceId}-b7ad6b7169203331-01`;

export function storedRecord(given: Partial<StoredRecord> = {}): StoredRecord {
  const place = { topic: 'shop.orders', partition: 3, offset: 42n, timestamp: 0 };
  return { ...place, key: text('order-1'), value: text('twelve bytes'), headers: new Map(), ...given };
}

export function sentEvent(given: Partial<StoredRecord> = {}): SentEvent {
  return { id: 'event-1', correlationId: 'flow-1', message: 'OrderPlaced', record: storedRecord(given) };
}

export const place: Place = { group: 'billing', topic: 'shop.orders', partition: 3 };

export function processing(trace: WireHeaders = new Map()): Work {
  return { kind: 'process', ...place, offset: 42n, ...sentEvent(), trace, attempt: 1 };
}
