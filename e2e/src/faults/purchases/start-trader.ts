import { join } from 'node:path';
import type { Stage } from '../stage/stage.ts';
import { type Child, startChild } from '../stage/start-child.ts';
import type { TraderSettings } from './trader-settings.ts';

export interface TraderOptions extends Partial<Pick<TraderSettings, 'crash' | 'versions'>> {
  readonly role: TraderSettings['role'];
}

/** A process that keeps purchases, or a bank. Resolves when it is at work. */
export function startTrader(stage: Stage, { role, crash, versions = [1] }: TraderOptions): Promise<Child> {
  const { client, logs } = stage.settings;
  const database = stage.databases.url(role === 'keeper' ? 'middle' : 'final');
  const settings: TraderSettings = {
    role,
    run: stage.run,
    client,
    brokers: stage.engines.kafka.proxied,
    database,
    versions,
    crash,
  };
  return startChild({
    name: role,
    entry: join(import.meta.dirname, 'trader.ts'),
    environment: { FAULTS_TRADER: JSON.stringify(settings) },
    logs,
    mayCrash: crash !== undefined,
  });
}
