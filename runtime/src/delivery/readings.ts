import type { Reading } from '../core/telemetry.ts';
import type { DeliveryStatus } from './delivery-status.ts';

/** The status as levels for metrics; ages in seconds. */
export function readingsOf({ outbox, parked }: DeliveryStatus): readonly Reading[] {
  return [
    { name: 'outbox_rows', value: outbox.rows },
    { name: 'outbox_oldest_age', value: outbox.oldestAge / 1_000 },
    { name: 'outbox_refused', value: outbox.refused },
    { name: 'parked_keys', value: parked.keys, labels: { state: 'waiting' } },
    { name: 'parked_keys', value: parked.held, labels: { state: 'held' } },
  ];
}
