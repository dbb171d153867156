import type { Sql } from '@eventwright/runtime/postgres';
import type { Shipment } from '../domain/plan-shipment.ts';

export interface Parcel extends Shipment {
  readonly parcelId: string;
  readonly orderId: string;
  readonly handedOverAt: Date;
}

export async function insertParcel(tx: Sql, parcel: Parcel): Promise<void> {
  await tx.query(
    `insert into parcel (parcel_id, order_id, carrier, tracking_number, estimated_delivery, handed_over_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      parcel.parcelId,
      parcel.orderId,
      parcel.carrier,
      parcel.trackingNumber,
      parcel.estimatedDelivery,
      parcel.handedOverAt,
    ],
  );
}
