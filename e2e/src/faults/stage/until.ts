import { setTimeout as pause } from 'node:timers/promises';

export interface UntilOptions {
  /** Milliseconds. */
  readonly patience: number;
  /** What is waited for, for the error. */
  readonly what: string;
}

/** Waits until it holds; rejects where it does not come to that in time. */
export async function until(holds: () => Promise<boolean>, { patience, what }: UntilOptions): Promise<void> {
  for (const deadline = performance.now() + patience; ; await pause(200)) {
    if (await holds()) return;
    if (performance.now() > deadline) throw new Error(`waited ${patience} ms for this in vain: ${what}`);
  }
}
