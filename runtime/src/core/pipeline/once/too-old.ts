import type { StoredRecord } from '../../transport.ts';
import { describe } from '../course.ts';
import type { Death } from '../dead-letter.ts';
import type { Decoded } from '../decode.ts';
import type { Pipeline } from '../process-record.ts';

/** Why a record is dead that came so long after its event that nobody can tell any more whether it was handled. */
export function tooOld(
  record: StoredRecord,
  decoded: Decoded | undefined,
  { now, owner, telemetry, log }: Pipeline,
): Death {
  const published = new Date(record.timestamp).toISOString();
  const happened = decoded?.event.time.toISOString() ?? 'at an unknown time';
  const error = new Error(
    `published ${published} and happened ${happened}: outside of the window in which duplicates are known; ` +
      'redrive it if it was never handled',
  );
  const { topic, partition } = record;
  telemetry.tell({ kind: 'buried', group: owner.group, topic, partition, reason: 'too_old' });
  log.error({ ...describe(record, decoded), err: error }, 'message goes to the dead letter topic');
  return { reason: 'too_old', error, attempts: 1, firstFailedAt: now(), deadAt: now(), ...owner };
}
