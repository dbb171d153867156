import type { ReceiveOptions } from './client.ts';
import type { Delivery } from './delivery.ts';
import { RuntimeError } from './errors.ts';
import type { Backoff } from './pipeline/backoff.ts';

/** `ReceiveOptions` with the defaults filled in. */
export type ReceiveSettings = Required<Omit<ReceiveOptions, 'unknownMessage'>>;

const defaults = {
  attempts: 3,
  errors: [],
  expired: 'handle',
  batch: 32,
  concurrency: 16,
  drainTimeout: 15_000,
  retryLater: { first: 1_000, longest: 30_000 },
} as const;

/** Without delivery a key that waits for a later try would do so in memory alone. */
const withoutDelivery = { window: 256, later: [], timeout: 300_000 } as const;

/**
 * The window has room for 32 records of each lane, a whole run: where it has less, lanes that are ahead wait for the slowest
 * and begin transactions with what little they get. Later tries after 5 s, 30 s, 2 min, 10 min and 1 h. A handler that holds
 * a transaction may take half the time that a server lets one stand idle by default.
 */
const withDelivery = { window: 2_048, later: [5_000, 30_000, 120_000, 600_000, 3_600_000], timeout: 30_000 } as const;

/** Fills in the defaults. Throws `CONFIGURATION_INVALID`, naming the option and what it may be. */
export function receiveSettings(
  options: Omit<ReceiveOptions, 'unknownMessage'>,
  delivery: Delivery | undefined,
): ReceiveSettings {
  const settings = { ...defaults, ...(delivery === undefined ? withoutDelivery : withDelivery), ...options };
  for (const name of ['attempts', 'window', 'concurrency', 'batch', 'timeout'] as const)
    requireCount(name, settings[name]);
  requireTime('drainTimeout', settings.drainTimeout);
  for (const [index, wait] of settings.later.entries()) requireTime(`later[${index}]`, wait);
  requireBackoff(settings.retryLater);
  return settings;
}

function requireCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) throw invalid(name, value, 'a whole number, 1 or more');
}

function requireTime(name: string, value: number): void {
  if (!Number.isFinite(value) || value < 0) throw invalid(name, value, 'a number of milliseconds, 0 or more');
}

function requireBackoff({ first, longest }: Backoff): void {
  requireTime('retryLater.first', first);
  requireTime('retryLater.longest', longest);
}

function invalid(name: string, value: number, expected: string): RuntimeError {
  return new RuntimeError('CONFIGURATION_INVALID', `receive option "${name}" is ${value}, expected ${expected}`);
}
