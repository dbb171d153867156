import type { Random } from '../random.ts';
import { type KafkaEngine, startKafkaEngine } from './kafka-engine.ts';
import { type PostgresEngine, startPostgresEngine } from './postgres-engine.ts';
import { type RegistryEngine, startRegistryEngine } from './registry-engine.ts';

/** Everything that the workload runs on. Cases share it, one after another. */
export interface Engines {
  readonly kafka: KafkaEngine;
  readonly postgres: PostgresEngine;
  readonly registry: RegistryEngine;
  /** Undoes whatever a case has done: the network passes, what was stopped goes on, what was killed is started. */
  heal(): Promise<void>;
  stop(): Promise<void>;
}

export interface EnginesOptions {
  readonly nodes: 1 | 3;
  /** Of PostgreSQL. */
  readonly disk?: 'small' | undefined;
  readonly random: Random;
  readonly onProgress: (line: string) => void;
}

export async function startEngines(options: EnginesOptions): Promise<Engines> {
  const opened = new AsyncDisposableStack();
  try {
    const kafka = await startKafkaEngine(options);
    opened.defer(() => kafka.stop());
    const postgres = await startPostgresEngine(options);
    opened.defer(() => postgres.stop());
    const registry = await startRegistryEngine(options.random);
    opened.defer(() => registry.stop());
    const stop = (): Promise<void> => opened.disposeAsync();
    return { kafka, postgres, registry, heal: () => heal(kafka, postgres, registry), stop };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function heal(kafka: KafkaEngine, postgres: PostgresEngine, registry: RegistryEngine): Promise<void> {
  for (const { proxy } of [...kafka.brokers, postgres, registry]) {
    proxy.inspect(undefined);
    proxy.heal();
  }
  for (const { pid } of [...kafka.brokers.map(({ node }) => node), postgres]) resume(pid);
  await postgres.freeDisk();
  const dead = kafka.brokers.filter(({ node }) => node.pid === undefined);
  await Promise.all(dead.map(({ node }) => node.start()));
  if (!(await answers(postgres))) {
    await postgres.kill();
    await postgres.start();
  }
}

function resume(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGCONT');
  } catch {
    // It has ended, and will be started.
  }
}

async function answers(postgres: PostgresEngine): Promise<boolean> {
  if (postgres.pid === undefined) return false;
  return postgres.query('postgres', 'select 1').then(
    () => true,
    () => false,
  );
}
