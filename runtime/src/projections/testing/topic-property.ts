import fc from 'fast-check';
import { expect, it, onTestFinished, vi } from 'vitest';
import { ordersChannel, stockChannel } from '../../core/testing/orders-application.ts';
import { openMemoryLog } from '../../embedded/index.ts';
import type { OpenDatabase } from '../../event-store/testing/database-host.ts';
import { openProjection } from '../index.ts';
import { fold, type OrderEvent, ordersView, publishing, readView } from './orders-view.ts';

const events: fc.Arbitrary<OrderEvent> = fc.oneof(
  fc.record({ placed: fc.constantFrom('a', 'b', 'c'), total: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ confirmed: fc.constantFrom('a', 'b', 'c') }),
  fc.record({ stock: fc.constantFrom('mug', 'tea'), quantity: fc.option(fc.integer({ min: 0, max: 9 })) }),
);

const plans = fc.record({
  /** Each event, and how often it is published. */
  told: fc.array(fc.tuple(events, fc.integer({ min: 1, max: 2 })), { minLength: 1, maxLength: 40 }),
  batch: fc.integer({ min: 1, max: 12 }),
  failures: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
  restartAfter: fc.integer({ min: 0, max: 40 }),
});

/** Copies follow their original at once, so that the order of a key is the order of the events. */
export function itFoldsTopics(open: OpenDatabase): void {
  it('is the fold of the events of its topics, whatever comes twice, fails or restarts, and so is its rebuild', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async ({ told, batch, failures, restartAfter }) => {
        const transport = openMemoryLog();
        onTestFinished(() => transport.close());
        await transport.ensureTopics([ordersChannel, stockChannel]);
        const database = await open();
        const { registry, publish } = publishing(transport);
        let points = 0;
        const crashPoints = (): void => {
          points += 1;
          if (failures.includes(points)) throw new Error(`failed at point ${points}`);
        };
        const project = () => openProjection(ordersView, { database, transport, registry, batch, crashPoints });
        const records = told.flatMap(([event, copies], index) =>
          Array.from({ length: copies }, () => ({ id: `event-${index}`, event })),
        );
        const expected = fold(told.map(([event]) => event));
        const isFolded = async (): Promise<void> => expect(await database.transaction(readView)).toEqual(expected);

        const first = await project();
        await publish(records.slice(0, restartAfter));
        await first.close();
        await publish(records.slice(restartAfter));
        const second = await project();
        await vi.waitFor(isFolded, { timeout: 20_000, interval: 20 });
        await second.rebuild();
        await vi.waitFor(
          async () => expect(await second.status()).toMatchObject([{ build: 2, state: 'live' }]),
          20_000,
        );
        await isFolded();
        await second.close();
      }),
      { numRuns: 6 },
    );
  }, 120_000);
}
