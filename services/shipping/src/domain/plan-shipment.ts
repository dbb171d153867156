import type { PlainDate } from '@eventwright/runtime';
import type { OrderDispatched } from '@shop/contracts/messages/order-dispatched';

export interface Shipment {
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly estimatedDelivery: PlainDate;
}

const nordicCountries: ReadonlySet<string> = new Set(['DK', 'FI', 'IS', 'NO', 'SE']);

/**
 * Chooses the carrier by country and the day of delivery: the day that the customer wishes, if the carrier can make it.
 * The tracking number follows from the parcel's id, so it is the same however often the plan is made.
 */
export function planShipment(
  { shippingAddress, wishedDeliveryDate }: Pick<OrderDispatched, 'shippingAddress' | 'wishedDeliveryDate'>,
  { parcelId, earliest }: { readonly parcelId: string; readonly earliest: PlainDate },
): Shipment {
  const wished = wishedDeliveryDate ?? earliest;
  return {
    carrier: nordicCountries.has(shippingAddress.country) ? 'Nordpost' : 'Europost',
    trackingNumber: `EW${parcelId.replaceAll('-', '').slice(-12).toUpperCase()}`,
    estimatedDelivery: wished > earliest ? wished : earliest,
  };
}
