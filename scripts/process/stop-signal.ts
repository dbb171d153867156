import { EnvironmentError } from '../script-error.ts';

export interface StopSignal {
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Resolves with it. */
  readonly reason: Promise<NodeJS.Signals>;
}

/**
 * One wish to stop may come twice: a terminal sends Ctrl-C to all of its processes, and npm passes on what it gets. In
 * milliseconds.
 */
const echo = 1_000;

/** Listens for the wish to stop. A second signal ends the process at once. */
export function stopSignal(): StopSignal {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let since: number | undefined;
  const take = (name: NodeJS.Signals): void => {
    if (since !== undefined) {
      if (Date.now() - since > echo) process.exit(130);
      return;
    }
    since = Date.now();
    controller.abort(new EnvironmentError(`${name}: gave up`));
    resolve(name);
  };
  process.on('SIGINT', take);
  process.on('SIGTERM', take);
  return { signal: controller.signal, reason: promise };
}
