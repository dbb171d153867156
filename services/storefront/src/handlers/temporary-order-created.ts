import type { StorefrontHandlers } from '@shop/contracts/storefront';
import { insertOrderView, insertStep } from '../adapters/order-view-store.ts';
import type { Environment } from '../environment.ts';

/** Notes the step, and keeps the order where the process that sent it ended before it could. */
export function temporaryOrderCreated({ database }: Environment): StorefrontHandlers['temporaryOrderCreated'] {
  return ({ id, time, value }) =>
    database.transaction(async (tx) => {
      await insertOrderView(tx, { ...value, placedAt: value.createdAt });
      await insertStep(tx, { orderId: value.orderId, eventId: id }, { step: 'received', at: time, note: null });
    });
}
