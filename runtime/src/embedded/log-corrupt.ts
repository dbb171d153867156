import { RuntimeError } from '../core/errors.ts';

/** The log's files are not as it left them, and going on would lose records without a word. */
export function logCorrupt(path: string, damage: string, cure?: string): RuntimeError {
  return new RuntimeError(
    'LOG_CORRUPT',
    `${path}: ${damage}. ${cure ?? 'Restore the folder from a copy, or move it away to start with an empty log.'}`,
  );
}
