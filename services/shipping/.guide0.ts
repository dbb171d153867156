import assert from 'node:assert/strict';
import { runWithFaults } from '@eventwright/runtime/testing';
import { createShipping, type ShippingHandlers } from '@shop/contracts/shipping'; // generated
import { build, startHarness } from '@shop/contracts/testing'; // generated, with "testing": true

const orderDispatched: ShippingHandlers['orderDispatched'] = async ({ key, value }, ctx) => {
  const { orderId, dispatchId: parcelId } = value;
  await ctx.tx.query('insert into parcel (id, order_id) values ($1, $2)', [parcelId, orderId]);
  await ctx.send.parcelDelivered({ key, value: build.parcelDelivered({ orderId, parcelId }).value });
};

const parcels = [1, 2, 3].map((n) => `0190b2c5-7c4e-7d4a-9a57-8f0d5c3b2a1${n}`);

for (let seed = 14; seed < 80; seed++) {
  const t = performance.now();
  const { runs, faults } = await runWithFaults({
    open: startHarness,
    prepare: ({ database }) => database.transaction((tx) => tx.execute('create table parcel (id text, order_id text)')),
    start: (engine) => createShipping(engine).receive({ orderDispatched }),
    messages: parcels.map((dispatchId) => ['orderDispatched', build.orderDispatched({ dispatchId })] as const),
    check: async (harness) => {
      const rows = await harness.database.transaction((tx) => tx.query('select id from parcel order by id'));
      assert.deepEqual(
        rows.map(({ id }) => id),
        parcels,
      );
    },
    seeds: [seed],
  });
  console.log(seed, Math.round(performance.now() - t), JSON.stringify(faults));
}
console.log(`every parcel once`);
