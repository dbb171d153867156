import type { Logger } from '../../core/client.ts';
import type { JournalNotes } from './journal.ts';

/** A log that keeps warnings and errors for whoever asks why something did not happen. */
export function keepWarnings(note: JournalNotes): Logger {
  const keep = (details: object, message: string): void => {
    const error = 'err' in details && details.err instanceof Error ? `: ${details.err.message}` : '';
    note.warned(`${message}${error}`);
  };
  return { info: () => undefined, warn: keep, error: keep };
}
