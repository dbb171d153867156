import { Decimal } from '@eventwright/runtime';
import { openDelivery } from '@eventwright/runtime/delivery';
import { build, startHarness } from '@shop/contracts/testing';
import { expect, it } from 'vitest';
import { startStorefront } from '../app.ts';

it('asks the warehouse on the log for an item that it does not know', { timeout: 60_000 }, async () => {
  const harness = await startHarness({ inactivityTimeout: 20_000, database: true });
  const delivery = await openDelivery(harness);
  const storefront = await startStorefront({ ...harness, delivery, http: { port: 0 }, patience: 30_000 });
  const sku = 'MUG-RED';

  const response = fetch(`${storefront.url}/items/${sku}`);
  const asked = await harness.sent('itemRequested');
  const { requestId } = asked.value;
  const price = { amount: Decimal.of('12.50'), currency: 'EUR' as const };
  const item = { warehouse: 'UPPSALA', sku, name: 'Red mug', description: null, price, available: 3n, revision: 1n };
  const answer = { $type: 'shop.warehouse.ItemFound' as const, ...item };
  const answered = build.itemAnswered({ requestId, sku, answer });
  await harness.send.itemAnswered({ ...answered, causationId: asked.id });

  expect(asked.key).toBe(sku);
  expect(await (await response).json()).toMatchObject({ sku, name: 'Red mug' });

  await storefront.close();
  await delivery.close();
  await harness.close();
});
