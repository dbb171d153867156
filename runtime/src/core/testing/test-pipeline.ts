import { watchOutages } from '../pipeline/outages.ts';
import type { Pipeline } from '../pipeline/process-record.ts';
import type { RetryPolicy } from '../pipeline/retry-policy.ts';
import { silentTelemetry } from '../quiet-telemetry.ts';
import { decodedOf } from './bound.ts';
import { recordingLogger } from './recording-logger.ts';

/** Three tries in place and no later ones; nothing at random. */
export const testPolicy: RetryPolicy = {
  attempts: 3,
  later: [],
  timeout: 300_000,
  errors: [],
  inPlace: { first: 100, longest: 2_000 },
  retryLater: { first: 1_000, longest: 30_000 },
  outage: { first: 500, longest: 10_000 },
  random: () => 0,
};

/** A pipeline in which all goes well, but for what a test says otherwise. */
export function testPipeline(options: Partial<Pipeline> = {}): Pipeline {
  const now = options.now ?? (() => new Date(0));
  return {
    decode: async (record) => decodedOf(record),
    handle: async () => undefined,
    policyOf: () => testPolicy,
    publisher: { publish: async () => [] },
    owner: { group: 'orders', service: 'orders', serviceVersion: '1.2.3' },
    outages: watchOutages(now),
    telemetry: silentTelemetry,
    reach: () => undefined,
    now,
    log: recordingLogger(),
    ...options,
  };
}
