import { setTimeout as pause } from 'node:timers/promises';
import { fatal, RuntimeError, retryLater } from '@eventwright/runtime';
import type { Behaviour } from './member-settings.ts';

/** What a handler goes through before its work, as the case has it. */
export async function disturbHandler(
  key: string,
  { delay, block, fail }: Behaviour,
  signal: AbortSignal,
): Promise<void> {
  if (delay > 0) await pause(delay, undefined, { signal });
  if (block > 0) compute(block);
  if (fail?.keys.includes(key)) throw failureOf(fail.as, key);
}

function compute(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

function failureOf(as: NonNullable<Behaviour['fail']>['as'], key: string): Error {
  const message = `the case wants ${key} to fail`;
  switch (as) {
    case 'transient':
      return new Error(message);
    case 'fatal':
      return fatal(message);
    case 'retry-later':
      return retryLater(message);
    case 'outage':
      return new RuntimeError('TRANSPORT_FAILED', message);
  }
}
