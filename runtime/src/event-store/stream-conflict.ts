import { RuntimeError } from '../core/errors.ts';
import type { ExpectedVersion } from './append-events.ts';

/** What somebody else has done to a stream since it was read. */
export interface StreamConflict {
  readonly stream: string;
  readonly expected: ExpectedVersion;
  /** Version that the stream has; 0 where it has no events. */
  readonly actual: number;
}

export function streamConflict(conflict: StreamConflict): RuntimeError & StreamConflict {
  const { stream, expected, actual } = conflict;
  const message =
    `Stream '${stream}' is at version ${actual}, expected was ${expected}; nothing was appended. ` +
    'Read it again and decide anew, as aggregate() does by itself.';
  return Object.assign(new RuntimeError('STREAM_CONFLICT', message), conflict);
}

/** Whether an append was refused because the stream has another version than expected. The transaction can go on. */
export function isStreamConflict(error: unknown): error is RuntimeError & StreamConflict {
  return RuntimeError.is(error, 'STREAM_CONFLICT') && 'actual' in error;
}
