import { CliError } from './cli-error.ts';
import { exitCode } from './exit-code.ts';

/** The result of the work, or an error with exit code 130 as soon as the user interrupts. */
export async function unlessInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const interrupted = Promise.withResolvers<never>();
  const stop = (): void => interrupted.reject(new CliError(exitCode.interrupted, 'Interrupted.'));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, interrupted.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
