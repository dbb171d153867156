import { expect, it } from 'vitest';
import type { FeedEvent } from './feed-event.ts';
import { createRecentEvents } from './recent-events.ts';

const eventAt = (position: number, body = ''): FeedEvent => ({
  position: BigInt(position),
  id: String(position),
  name: 'Tick',
  ordering: 'k',
  time: new Date(0),
  addedAt: new Date(0),
  body,
});

const positionsIn = (events: readonly FeedEvent[] | undefined): readonly number[] | undefined =>
  events?.map(({ position }) => Number(position));

it('has the newest events, and says of older positions that it does not know', () => {
  const recent = createRecentEvents(10n);
  recent.add([eventAt(11), eventAt(12), eventAt(13)]);
  expect(recent.last).toBe(13n);
  expect(positionsIn(recent.after(10n, 500))).toEqual([11, 12, 13]);
  expect(positionsIn(recent.after(11n, 1))).toEqual([12]);
  expect(recent.after(13n, 500)).toEqual([]);
  expect(recent.after(9n, 500)).toBeUndefined();
});

it('keeps so many events, and so much text', () => {
  const recent = createRecentEvents(0n);
  for (let position = 1; position <= 2_500; position += 1) recent.add([eventAt(position)]);
  expect(recent.after(499n, 1)).toBeUndefined();
  expect(positionsIn(recent.after(500n, 1))).toEqual([501]);
  const long = createRecentEvents(0n);
  for (let position = 1; position <= 20; position += 1) long.add([eventAt(position, 'x'.repeat(1_000_000))]);
  expect(long.after(11n, 1)).toBeUndefined();
  expect(positionsIn(long.after(12n, 500))?.length).toBe(8);
});

it('begins anew behind what was forgotten in between', () => {
  const recent = createRecentEvents(0n);
  recent.add([eventAt(1), eventAt(2)]);
  recent.add([eventAt(201), eventAt(202)]);
  expect(recent.after(2n, 500)).toBeUndefined();
  expect(positionsIn(recent.after(200n, 500))).toEqual([201, 202]);
});
