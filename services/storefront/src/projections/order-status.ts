import { type Projection, projection } from '@eventwright/runtime/projections';
import { storefrontApplication } from '@shop/contracts/storefront';
import { insertOrderView } from '../adapters/order-view-store.ts';
import { noteStep } from './note-step.ts';

/**
 * What became of each order, as four services and the customer tell it. Steps come in no order between the topics: each is a
 * row of its own, by the id of its event, so it does not matter which was first.
 */
export const orderStatus: Projection = projection({
  name: 'order-status',
  version: 1,
  tables: `
    create table order_view (
      order_id uuid primary key,
      placed_at timestamptz not null,
      details jsonb not null
    );
    create index order_view_placed_at on order_view (placed_at desc);
    create table order_step (
      order_id uuid not null,
      event_id text not null,
      step text not null,
      at timestamptz not null,
      note text,
      primary key (order_id, event_id)
    )`,
  from: storefrontApplication,
  handlers: {
    orderPlaced: async (event, ctx) => {
      await insertOrderView(ctx.tx, event.value);
      await noteStep('placed')(event, ctx);
    },
    temporaryOrderCreated: noteStep('received'),
    paymentAuthorized: noteStep('payment-authorized'),
    paymentDeclined: noteStep('payment-declined', ({ explanation }) => explanation),
    orderConfirmed: noteStep('confirmed'),
    orderRejected: noteStep('rejected', ({ explanation }) => explanation),
    orderCancelled: noteStep('cancelled', ({ explanation }) => explanation),
    paymentRefunded: noteStep('refunded', ({ amount }) => `${amount.amount} ${amount.currency}`),
    stockReserved: noteStep('stock-reserved'),
    stockShort: noteStep('stock-short', ({ missing }) => missing.map(({ sku }) => sku).join(', ')),
    orderDispatched: noteStep('dispatched', ({ warehouse }) => warehouse),
    parcelShipped: noteStep('shipped', (parcel) => `${parcel.carrier} ${parcel.trackingNumber}`),
    parcelDelivered: noteStep('delivered'),
  },
});
