import type { Telemetry } from './telemetry.ts';
import type { Publisher } from './transport.ts';

/** The publisher of records that were there before, as the outbox has them and as dead letters are: it tells of them. */
export function toldPublisher(publisher: Publisher, telemetry: Telemetry): Publisher {
  return {
    publish: async (records) => {
      const activity = telemetry.start({ kind: 'relay', records });
      try {
        const positions = await activity.within(() => publisher.publish(records));
        activity.end({});
        return positions;
      } catch (error) {
        activity.end({ error });
        throw error;
      }
    },
  };
}
