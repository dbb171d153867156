import type { ClientOptions } from '../../core/client.ts';
import type { CrashPoints } from '../../core/crash-points.ts';
import type { Database } from '../../core/database.ts';
import { type OpenDelivery, openDelivery } from '../../delivery/open-delivery.ts';
import type { FaultInjector } from './fault-injector.ts';
import { mortalEngine, type Surroundings } from './mortal-engine.ts';

/** What a service is started with: options of a client, and its database. */
export interface FaultEngine extends Surroundings {
  readonly delivery: OpenDelivery;
  readonly crashPoints: NonNullable<ClientOptions['crashPoints']>;
}

/** A service at work. */
export interface StartedService {
  close(): Promise<void>;
}

export interface SupervisedOptions {
  readonly surroundings: Surroundings;
  readonly injector: FaultInjector;
  start(engine: FaultEngine): Promise<StartedService>;
}

/** A service that is started again after each crash and each restart. */
export interface SupervisedProcess {
  /** True while there is no process, or another one is starting. */
  readonly changing: boolean;
  /** Why no other process could be started. */
  readonly failure: unknown;
  close(): Promise<void>;
}

/** One process. */
interface Process {
  /** True once it has to end: it is gone, or asked to close. */
  readonly ends: boolean;
  /** Resolve when it is gone, and when it is asked to close in peace. */
  readonly gone: Promise<void>;
  readonly asked: Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
  /** Rolls back and lets go what it had when it was gone; of one that is not gone nothing is left. */
  bury(): Promise<void>;
}

/** In milliseconds; what is not published by then, the next process publishes. */
const flushTimeout = 1_000;

/** Rejects where the first process cannot be started. */
export async function superviseProcess(options: SupervisedOptions): Promise<SupervisedProcess> {
  const started = Promise.withResolvers<void>();
  const stopping = Promise.withResolvers<void>();
  let current: Process | undefined;
  let failure: unknown;

  /** A process may be gone at any moment, also while it starts or closes. */
  const live = async (isLast: () => boolean): Promise<void> => {
    while (!isLast()) {
      const process = createProcess(options);
      await Promise.race([process.start(), process.gone]);
      current = process;
      started.resolve();
      await Promise.race([process.gone, process.asked, stopping.promise]);
      await Promise.race([process.gone, process.close()]);
      await process.bury();
      current = undefined;
    }
  };
  let isStopping = false;
  const life = live(() => isStopping).catch((error: unknown) => {
    failure = error;
    started.reject(error);
  });
  await started.promise;
  return {
    get changing() {
      return current === undefined || current.ends;
    },
    get failure() {
      return failure;
    },
    close: async () => {
      isStopping = true;
      stopping.resolve();
      await life;
    },
  };
}

function createProcess({ surroundings, injector, start }: SupervisedOptions): Process {
  const engine = mortalEngine(surroundings);
  const [gone, asked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let isGone = false;
  let isAsked = false;
  const crashPoints: CrashPoints = (point) => {
    if (!isGone && !injector.crashes(point)) return undefined;
    isGone = true;
    gone.resolve();
    return new Promise(() => undefined);
  };
  const restart = (): void => {
    isAsked = true;
    asked.resolve();
  };
  let close = async (): Promise<void> => undefined;
  let delivery: OpenDelivery | undefined;
  return {
    get ends() {
      return isGone || isAsked;
    },
    gone: gone.promise,
    asked: asked.promise,
    start: async () => {
      const transport = { ...engine.transport, publish: injector.publish(engine.transport.publish) };
      const opened = await openDelivery({ database: engine.database, transport, crashPoints, flushTimeout });
      delivery = { ...opened, transaction: injector.transaction(opened.transaction, restart) };
      const service = await start({ ...engine, transport, delivery, crashPoints });
      close = () => service.close().then(opened.close);
    },
    close: () => close(),
    bury: async () => {
      if (!isGone) return;
      await engine.kill();
      // It does nothing any more, but its timers would hold the process of the test.
      void delivery?.close();
      await freeLeases(surroundings.database);
    },
  };
}

/** Those of a process that is gone end by themselves, after more time than a test has. */
async function freeLeases(database: Database): Promise<void> {
  await database.transaction((tx) =>
    tx.execute('delete from eventwright_relay; update eventwright_relay_lease set owner = null, expires_at = null'),
  );
}
