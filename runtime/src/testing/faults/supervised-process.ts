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

interface Running {
  close(): Promise<void>;
  kill(): Promise<void>;
}

export async function superviseProcess(options: SupervisedOptions): Promise<SupervisedProcess> {
  let changes: Promise<void> = Promise.resolve();
  let pending = 0;
  let failure: unknown;

  const spawn = (): Promise<Running> =>
    startProcess(options, { crash: () => change('crash'), restart: () => change('restart') });
  const replace = async (how: 'crash' | 'restart'): Promise<void> => {
    if (how === 'crash') await current.kill();
    else await current.close();
    current = await spawn();
  };
  const change = (how: 'crash' | 'restart'): void => {
    pending += 1;
    changes = changes
      .then(() => replace(how))
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => {
        pending -= 1;
      });
  };
  let current = await spawn();
  return {
    get changing() {
      return pending > 0;
    },
    get failure() {
      return failure;
    },
    close: async () => {
      await changes;
      await current.close();
    },
  };
}

interface Ends {
  crash(): void;
  restart(): void;
}

async function startProcess({ surroundings, injector, start }: SupervisedOptions, ends: Ends): Promise<Running> {
  const engine = mortalEngine(surroundings);
  const gone = Promise.withResolvers<void>();
  let isGone = false;
  const crashPoints: CrashPoints = (point) => {
    if (!isGone && !injector.crashes(point)) return undefined;
    if (!isGone) ends.crash();
    isGone = true;
    gone.resolve();
    return new Promise(() => undefined);
  };
  const transport = { ...engine.transport, publish: injector.publish(engine.transport.publish) };
  const opened = await openDelivery({ database: engine.database, transport, crashPoints });
  const delivery = { ...opened, transaction: injector.transaction(opened.transaction, ends.restart) };
  const service = await start({ ...engine, transport, delivery, crashPoints });
  const close = async (): Promise<void> => {
    await service.close();
    await opened.close();
  };
  return {
    // It may crash while it closes.
    close: () => Promise.race([close(), gone.promise]),
    kill: async () => {
      await engine.kill();
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
