import { expect, it } from 'vitest';
import { openPglite } from '../../postgres/index.ts';
import { useDelivery } from '../testing/delivery-host.ts';
import { outgoing } from '../testing/records.ts';
import { readOutboxState } from './outbox-rows.ts';

const open = useDelivery(() => openPglite());

it('gives the highest number that a row was given, which is none before the first: that row is still to come', async () => {
  const { database, delivery } = await open();
  const last = () => database.transaction(async (tx) => (await readOutboxState(tx, { from: [], paused: [] })).last);
  expect(await last()).toBe(0n);
  await delivery.transaction((tx) => tx.enqueue([outgoing('orders', 'a', '1')]));
  expect(await last()).toBe(1n);
});
