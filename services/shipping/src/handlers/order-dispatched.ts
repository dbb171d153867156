import { plainDate } from '@eventwright/runtime';
import type { ShippingHandlers } from '@shop/contracts/shipping';
import { insertParcel } from '../adapters/parcel-store.ts';
import { planShipment } from '../domain/plan-shipment.ts';
import type { Environment } from '../environment.ts';

/** No carrier delivers sooner than this. */
const daysOnTheWay = 2;

/** Hands the parcel to the carrier, who in this shop delivers at once. */
export function orderDispatched({ now, newId }: Environment): ShippingHandlers['orderDispatched'] {
  return async ({ value }, ctx) => {
    const { orderId, customer, lines, shippingAddress } = value;
    const at = now();
    const parcelId = newId();
    const earliest = plainDate.addDays(plainDate.fromDate(at), daysOnTheWay);
    const shipment = planShipment(value, { parcelId, earliest });
    await insertParcel(ctx.tx, { ...shipment, parcelId, orderId, handedOverAt: at });
    const { trackingNumber, carrier, estimatedDelivery } = shipment;
    const parcel = { orderId, parcelId, trackingNumber, customer };
    await ctx.send.parcelShipped({
      key: orderId,
      value: { ...parcel, carrier, shippedAt: at, estimatedDelivery, lines, shippingAddress },
    });
    await ctx.send.parcelDelivered({
      key: orderId,
      value: { ...parcel, deliveredAt: at, receivedBy: shippingAddress.recipient },
    });
  };
}
