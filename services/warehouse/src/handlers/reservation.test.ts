import { openDelivery } from '@eventwright/runtime/delivery';
import { build, startHarness } from '@shop/contracts/testing';
import { expect, it } from 'vitest';
import { startWarehouse } from '../app.ts';

it('tells its stock at the start, reserves what is confirmed and tells what is left', { timeout: 60_000 }, async () => {
  const harness = await startHarness({ inactivityTimeout: 20_000, database: true });
  const delivery = await openDelivery(harness);
  const warehouse = await startWarehouse({ ...harness, delivery, http: { port: 0 } });

  const stock = await harness.sent('stockChanged', ({ value }) => value !== null && value.available > 1n);
  const { sku } = stock.key;
  const [line] = build.orderConfirmed().value.lines;
  if (line === undefined) throw new Error('the builder gives an order one line');
  const { value } = build.orderConfirmed({ lines: [{ ...line, sku, quantity: 2 }] });
  const { id } = await harness.send.orderConfirmed({ key: value.orderId, value });

  const reserved = await harness.sent('stockReserved', ({ key }) => key === value.orderId);
  const changed = await harness.sent('stockChanged', ({ causationId }) => causationId === id);
  expect(reserved.value).toMatchObject({ orderId: value.orderId, lines: [{ sku, quantity: 2 }] });
  expect(changed.value?.available).toBe((stock.value?.available ?? 0n) - 2n);
  await harness.sent('orderDispatched', ({ key }) => key === value.orderId);
  expect(await harness.deadLetters()).toEqual([]);

  await warehouse.close();
  await delivery.close();
  await harness.close();
});
