import { Decimal } from '@eventwright/runtime';
import { openProjection } from '@eventwright/runtime/projections';
import type { Harness } from '@eventwright/runtime/testing';
import { build, type Messages, startHarness } from '@shop/contracts/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { allItems } from '../adapters/catalogue-store.ts';
import { findOrderView } from '../adapters/order-view-store.ts';
import { catalogue } from './catalogue.ts';
import { orderStatus } from './order-status.ts';

let harness: Harness<Messages>;

beforeAll(async () => {
  harness = await startHarness({ inactivityTimeout: 20_000, database: true });
}, 60_000);

afterAll(() => harness.close());

const price = { amount: Decimal.of('12.50'), currency: 'EUR' as const };

it('shows an order as several services tell it, in whatever order, and so does its rebuild', async () => {
  const view = await openProjection(orderStatus, harness);
  const orderId = crypto.randomUUID();
  const at = (seconds: number) => ({ time: new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)) });
  await harness.send.parcelDelivered({ ...build.parcelDelivered({ orderId }), ...at(4) });
  await harness.send.paymentAuthorized({ ...build.paymentAuthorized({ orderId }), ...at(2) });
  await harness.send.temporaryOrderCreated({ ...build.temporaryOrderCreated({ orderId }), ...at(1) });
  await harness.send.orderPlaced({ ...build.orderPlaced({ orderId }), ...at(0) });

  const shown = () =>
    view.until(
      async (tx) => {
        const order = await findOrderView(tx, orderId);
        return order?.steps.length === 4 ? order : undefined;
      },
      { within: 20_000 },
    );
  const live = await shown();
  expect(live?.steps.map(({ step }) => step)).toEqual(['placed', 'received', 'payment-authorized', 'delivered']);
  await view.rebuild();
  await vi.waitFor(async () => expect(await view.status()).toMatchObject([{ build: 2, state: 'live' }]), 20_000);
  expect(await shown()).toEqual(live);
  await view.close();
}, 60_000);

it('shows what is on sale, without what warehouses no longer have, and so does its rebuild', async () => {
  const view = await openProjection(catalogue, harness);
  const told = (sku: string, revision: bigint) => build.stockChanged({ warehouse: 'UPPSALA', sku, price, revision });
  await harness.send.stockChanged(told('TEA', 1n));
  await harness.send.stockChanged(told('MUG', 2n));
  await harness.send.stockChanged({ ...told('TEA', 2n), value: null });

  const skus = async () => (await harness.database.transaction(allItems)).map(({ sku }) => sku);
  await vi.waitFor(async () => expect(await skus()).toEqual(['LAMP-AURORA', 'MUG']), 20_000);
  await view.rebuild();
  await vi.waitFor(async () => expect(await view.status()).toMatchObject([{ build: 2, state: 'live' }]), 20_000);
  expect(await skus()).toEqual(['LAMP-AURORA', 'MUG']);
  await view.close();
}, 60_000);
