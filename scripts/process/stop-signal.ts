import { EnvironmentError } from '../script-error.ts';

export interface StopSignal {
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Resolves with it. */
  readonly reason: Promise<NodeJS.Signals>;
}

/** Listens for the wish to stop. A second signal ends the process at once. */
export function stopSignal(): StopSignal {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  const take = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new EnvironmentError(`${name}: gave up`));
    resolve(name);
  };
  process.on('SIGINT', take);
  process.on('SIGTERM', take);
  return { signal: controller.signal, reason: promise };
}
