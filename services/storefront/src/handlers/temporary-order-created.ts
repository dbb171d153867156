import type { StorefrontHandlers } from '@shop/contracts/storefront';
import { insertOrderView, insertStep } from '../adapters/order-view-store.ts';

/** Notes the step, and keeps the order where the view is built anew from the log. */
export const temporaryOrderCreated: StorefrontHandlers['temporaryOrderCreated'] = async ({ id, time, value }, ctx) => {
  await insertOrderView(ctx.tx, { ...value, placedAt: value.createdAt });
  await insertStep(ctx.tx, { orderId: value.orderId, eventId: id }, { step: 'received', at: time, note: null });
};
