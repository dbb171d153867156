import { setTimeout as pause } from 'node:timers/promises';
import { fatal, type Logger, RuntimeError, retryLater, type Sql } from '@eventwright/runtime';
import type { Random } from '../random.ts';
import type { Behaviour, FailingKeys } from './member-settings.ts';

export interface HandlerAtWork {
  readonly key: string;
  readonly tx: Sql;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly random: Random;
}

/** What a handler goes through before its work, as the case has it. */
export async function disturbHandler(
  { key, tx, log, signal, random }: HandlerAtWork,
  { delay = 0, block = 0, talk = 0, contend = 0, fail }: Behaviour,
): Promise<void> {
  if (delay > 0) await pause(delay, undefined, { signal });
  if (block > 0) compute(block);
  if (talk > 0) log.info({ words: 'x'.repeat(talk) }, 'handles');
  if (random.chance(contend))
    await contendFor(
      tx,
      random.pick([
        [1, 2],
        [2, 1],
      ]),
    );
  if (fail?.keys.includes(key)) throw failureOf(fail.as, key);
}

/** Two that lock the same rows in opposite orders wait for each other until the database ends one of them. */
async function contendFor(tx: Sql, rows: readonly number[]): Promise<void> {
  for (const row of rows) {
    await tx.query('update contended set times = times + 1 where id = $1', [row]);
    await pause(20);
  }
}

function compute(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

function failureOf(as: FailingKeys['as'], key: string): Error {
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
