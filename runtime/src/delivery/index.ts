export type { DeliveryStatus } from './delivery-status.ts';
export { type OpenDelivery, type OpenDeliveryOptions, openDelivery } from './open-delivery.ts';
