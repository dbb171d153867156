import type { ClientOptions, Logger } from '../../core/client.ts';
import type { Database, Sql } from '../../core/database.ts';
import type { PartitionClaim, SubscribeOptions, Subscription, Transport } from '../../core/transport.ts';
import type { Wait } from '../../core/wait.ts';

/** What a process has to do with. */
export interface Surroundings {
  readonly transport: Transport;
  readonly registry: ClientOptions['registry'];
  readonly database: Database;
  readonly log: Logger;
  readonly now: () => Date;
  readonly wait: Wait;
}

/** A process within the process: it can be gone at once. */
export interface MortalEngine extends Surroundings {
  /**
   * From now on nothing that it began goes on, and nothing that it asks is answered. Its transactions are rolled back, and
   * it has left its groups.
   */
  kill(): Promise<void>;
}

/** What a process that is gone hears of anything. */
const silence = (): Promise<never> => new Promise(() => undefined);

export function mortalEngine(surroundings: Surroundings): MortalEngine {
  const { transport, database } = surroundings;
  const subscriptions = new Set<Subscription>();
  const death = Promise.withResolvers<never>();
  death.promise.catch(() => undefined);
  let dead = false;

  /** The answer, where there is somebody left to hear it. */
  const heard = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (dead) return silence();
    try {
      const answer = await ask();
      return dead ? await silence() : answer;
    } catch (error) {
      if (dead) return silence();
      throw error;
    }
  };
  const mortalSql = (tx: Sql): Sql => ({
    query: (text, parameters) => heard(() => tx.query(text, parameters)),
    execute: (script) => heard(() => tx.execute(script)),
  });
  return {
    ...surroundings,
    wait: (milliseconds, signal) => heard(() => surroundings.wait(milliseconds, signal)),
    database: {
      ...database,
      transaction: (work, options) =>
        heard(() => database.transaction((tx) => Promise.race([work(mortalSql(tx)), death.promise]), options)),
    },
    transport: {
      ...transport,
      publish: (records) => heard(() => transport.publish(records)),
      subscribe: (options) =>
        heard(async () => {
          const subscription = await transport.subscribe(mortalOptions(options, heard));
          subscriptions.add(subscription);
          return subscription;
        }),
    },
    kill: async () => {
      dead = true;
      death.reject(new Error('The process is gone.'));
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
    },
  };
}

type Heard = <T>(ask: () => Promise<T>) => Promise<T>;

function mortalOptions({ onRecords, onClaim, ...options }: SubscribeOptions, heard: Heard): SubscribeOptions {
  // The runtime tells claims apart by their identity, so each has one mortal claim.
  const claims = new WeakMap<PartitionClaim, PartitionClaim>();
  const mortalClaim = (claim: PartitionClaim): PartitionClaim => {
    const known = claims.get(claim);
    if (known !== undefined) return known;
    const made = { ...claim, commit: (offset: bigint) => heard(() => claim.commit(offset)) };
    claims.set(claim, made);
    return made;
  };
  return {
    ...options,
    ...(onClaim && { onClaim: (claim: PartitionClaim) => onClaim(mortalClaim(claim)) }),
    onRecords: (claim, records) => heard(() => onRecords(mortalClaim(claim), records)),
  };
}
