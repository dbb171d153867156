import type { Accounting } from '@eventwright/runtime';
import type { EventRecording, SeenEvent } from '../event-record.ts';
import type { ShopDriver } from '../shop-driver.ts';
import { assert } from './claims.ts';

/** How often each event travels for an order that goes well. */
const expected: Readonly<Record<string, number>> = {
  OrderPlaced: 1,
  TemporaryOrderCreated: 1,
  PaymentRequested: 1,
  PaymentAuthorized: 1,
  OrderConfirmed: 1,
  StockReserved: 1,
  OrderDispatched: 1,
  ParcelShipped: 1,
  ParcelDelivered: 1,
  EmailSent: 5,
};

export const eventsOfDeliveredOrder: number = Object.values(expected).reduce((sum, count) => sum + count);

/** Whether every order has had all of its events. Throws where anything at all is a dead letter. */
export function allTold(recording: EventRecording, orders: readonly string[]): boolean {
  const dead = recording.deadLetters();
  assert(dead.length === 0, `dead letters: ${dead.map(({ name, topic }) => `${name} in ${topic}`).join(', ')}`);
  return orders.every((orderId) => {
    const counts = countsOf(distinct(recording.events), orderId);
    return Object.entries(expected).every(([name, count]) => (counts.get(name) ?? 0) >= count);
  });
}

/** What a service says of its events adds up: each that it received has become something, and only one thing. */
export function addsUp({ received, ...became }: Accounting): boolean {
  const { applied, ignored, deduplicated, parked, dead, inFlight } = became;
  return received === applied + ignored + deduplicated + parked + dead + inFlight;
}

export interface Trade {
  readonly drive: ShopDriver;
  readonly recording: EventRecording;
  readonly orders: readonly string[];
  /** How many of some items left the warehouse in these orders. */
  readonly sold: readonly (readonly [sku: string, quantity: number])[];
}

/**
 * Proves that each effect happened once. An event may travel twice after a restart, under the same id: that is what
 * consumers recognise it by. Two events with different ids would be two effects.
 */
export async function nothingTwice({ drive, recording, orders, sold }: Trade): Promise<string> {
  const events = distinct(recording.events);
  for (const orderId of orders) {
    const counts = countsOf(events, orderId);
    for (const [name, count] of Object.entries(expected)) {
      // A payment may be asked for again, where the machine is slow; it is decided once.
      const found = name === 'PaymentRequested' ? Math.min(counts.get(name) ?? 0, count) : counts.get(name);
      assert(found === count, `order ${orderId} has ${counts.get(name)} ${name} instead of ${count}`);
    }
    const steps = (await drive.order(orderId)).history.map(({ step }) => step);
    assert(new Set(steps).size === steps.length, `order ${orderId} shows a step twice: ${steps.join(', ')}`);
  }
  const stockAtStart: Readonly<Record<string, number>> = { 'MUG-BLUE': 400, 'LAMP-AURORA': 10 };
  for (const [sku, quantity] of sold) {
    const { onHand, reserved } = await drive.level(sku);
    const left = (stockAtStart[sku] ?? 0) - quantity;
    assert(
      onHand === left && reserved === 0,
      `${sku}: ${onHand} on hand, ${reserved} reserved instead of ${left} and 0`,
    );
  }
  const repeated = recording.events.length - events.length;
  return `${repeated} ${repeated === 1 ? 'event was' : 'events were'} told again and recognised`;
}

function distinct(events: readonly SeenEvent[]): readonly SeenEvent[] {
  return [...new Map(events.map((event) => [event.id, event])).values()];
}

function countsOf(events: readonly SeenEvent[], orderId: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name, subject } of events) {
    if (subject === orderId) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
