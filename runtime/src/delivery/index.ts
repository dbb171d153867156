export type { DeliveryStatus } from './delivery-status.ts';
export { type OpenDelivery, type OpenDeliveryOptions, openDelivery } from './open-delivery.ts';
export { forgetTopic } from './operate/forget-topic.ts';
export {
  discardHeldRecord,
  type HeldKey,
  type HeldKeySelection,
  listHeldKeys,
  type ParkedPlace,
  readParkedRecord,
  releaseKey,
  releaseKeys,
} from './operate/held-keys.ts';
export {
  discardRefusedRecord,
  giveBackRefusedRecord,
  listRefusedRecords,
  type RefusedRecord,
} from './operate/refused-records.ts';
