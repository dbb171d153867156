import type { ReceiveOptions } from './client.ts';
import { RuntimeError } from './errors.ts';
import type { Backoff } from './pipeline/backoff.ts';

/** `ReceiveOptions` with the defaults filled in. */
export type ReceiveSettings = Required<Omit<ReceiveOptions, Undecided | 'unknownMessage'>> &
  Pick<ReceiveOptions, Undecided>;

/** Their defaults depend on whether there is delivery. */
type Undecided = 'later' | 'timeout';

const defaults: ReceiveSettings = {
  attempts: 3,
  errors: [],
  batch: 32,
  window: 256,
  concurrency: 16,
  drainTimeout: 25_000,
  retryLater: { first: 1_000, longest: 30_000 },
};

/** Fills in the defaults. Throws `CONFIGURATION_INVALID`, naming the option and what it may be. */
export function receiveSettings(options: Omit<ReceiveOptions, 'unknownMessage'>): ReceiveSettings {
  const settings = { ...defaults, ...options };
  for (const name of ['attempts', 'window', 'concurrency', 'batch'] as const) requireCount(name, settings[name]);
  requireTime('drainTimeout', settings.drainTimeout);
  if (settings.timeout !== undefined) requireCount('timeout', settings.timeout);
  for (const [index, wait] of (settings.later ?? []).entries()) requireTime(`later[${index}]`, wait);
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
