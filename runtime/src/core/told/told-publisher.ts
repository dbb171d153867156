import { silentTelemetry } from '../quiet-telemetry.ts';
import type { Telemetry } from '../telemetry.ts';
import type { Publisher } from '../transport.ts';
import { withinActivity } from './within-activity.ts';

/** The publisher of records that were there before, as the outbox has them and as dead letters are: it tells of them. */
export function toldPublisher(publisher: Publisher, telemetry: Telemetry): Publisher {
  if (telemetry === silentTelemetry) return publisher;
  if (telemetry === silentTelemetry) return publisher;
  return {
    publish: (records) => withinActivity(telemetry.start({ kind: 'relay', records }), () => publisher.publish(records)),
  };
}
