import type { Accounting } from '@eventwright/runtime';

/** A service at work. */
export interface RunningService {
  readonly accounting: Accounting;
  /** Undefined while all is well. */
  readonly failure: Error | undefined;
}

/** A service that was started, and the way to end it with all that it was given. */
export interface Started<Running extends RunningService> {
  readonly running: Running;
  close(): Promise<void>;
}

/** A service of the shop, which can be stopped and started while the others go on. */
export interface ShopService<Running extends RunningService = RunningService> {
  readonly name: string;
  /** Undefined while it is stopped. */
  readonly running: Running | undefined;
  /** Does nothing where it runs. */
  start(): Promise<void>;
  /** Lets handlers finish, and a start that is under way. Does nothing where it is stopped. */
  stop(): Promise<void>;
  restart(): Promise<void>;
}

export function createShopService<Running extends RunningService>(
  name: string,
  startService: () => Promise<Started<Running>>,
): ShopService<Running> {
  let started: Started<Running> | undefined;
  let starting: Promise<Started<Running>> | undefined;
  const start = async (): Promise<void> => {
    if (started !== undefined) return;
    starting ??= startService().finally(() => {
      starting = undefined;
    });
    started = await starting;
  };
  const stop = async (): Promise<void> => {
    await starting?.catch(() => undefined);
    const stopping = started;
    started = undefined;
    await stopping?.close();
  };
  return {
    name,
    get running() {
      return started?.running;
    },
    start,
    stop,
    async restart() {
      await stop();
      await start();
    },
  };
}
