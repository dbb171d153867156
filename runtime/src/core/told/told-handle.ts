import type { Handle } from '../pipeline/handle.ts';
import { silentTelemetry } from '../quiet-telemetry.ts';
import type { Telemetry } from '../telemetry.ts';
import { withinActivity } from './within-activity.ts';

/** Tells of each try of a handler, which then works in the try's trace and hands that on. */
export function toldHandle(handle: Handle, { telemetry, group }: { telemetry: Telemetry; group: string }): Handle {
  if (telemetry === silentTelemetry) return handle;
  return async (decoded, given) => {
    const { id, correlationId, name: message, topic, partition, offset } = decoded.event;
    const { attempt } = given;
    const place = { group, topic, partition, offset };
    const event = { id, correlationId, message, trace: decoded.trace };
    const activity = telemetry.start({ kind: 'process', ...place, ...event, attempt });
    const trace = activity.trace.size > 0 ? activity.trace : decoded.trace;
    await withinActivity(activity, () => handle({ ...decoded, trace }, given));
  };
}
