import { exitCode } from './exit-code.ts';

/**
 * One wish to stop may come twice: a terminal sends Ctrl-C to all of its processes, and npm passes on what it gets. In
 * milliseconds.
 */
const echo = 1_000;

/**
 * Aborted by the first SIGINT or SIGTERM of this process. The process is listening from then on, too: a signal without a
 * listener would end it in the middle of whatever it does, such as putting files in the place of others. A second wish to
 * stop ends it between two turns, code 130.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  let since: number | undefined;
  const take = (): void => {
    if (since === undefined) {
      since = Date.now();
      controller.abort();
    } else if (Date.now() - since > echo) process.exit(exitCode.interrupted);
  };
  process.on('SIGINT', take);
  process.on('SIGTERM', take);
  return controller.signal;
}
