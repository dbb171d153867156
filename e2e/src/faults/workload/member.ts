import {
  type ClientOptions,
  type CrashPoints,
  createClient,
  type Logger,
  type Running,
  type Transport,
} from '@eventwright/runtime';
import { openDelivery } from '@eventwright/runtime/delivery';
import { connectKafka } from '@eventwright/runtime/kafka';
import { connectPlatformatic } from '@eventwright/runtime/platformatic';
import { connectPostgres } from '@eventwright/runtime/postgres';
import { closeWithProcess } from '@eventwright/runtime/process';
import { connectRegistry } from '@eventwright/runtime/registry';
import { logDestination } from '@eventwright/runtime/telemetry';
import { faultsContract } from './contract.ts';
import { openHarnessChannel } from './harness-channel.ts';
import { type MemberSettings, readMemberSettings } from './member-settings.ts';
import { runFinal, runMiddle } from './run-consumer.ts';
import { runSource } from './run-source.ts';

/*
 * A process of the workload, as a service would be: it opens what it needs, works, and closes at SIGTERM. The harness
 * tells it by FAULTS_MEMBER what it is.
 */

const settings = readMemberSettings(process.env['FAULTS_MEMBER']);
const channel = openHarnessChannel(settings.behaviour);
const log = lineLogger();
const crash = crashPointsOf(settings);

const transport = await connect(settings);
const registry = connectRegistry({ url: settings.registry });
const database = await connectPostgres({ url: settings.database, poolSize: settings.poolSize, log });
const delivery = await openDelivery({ database, transport, log, leaseTime: settings.leaseTime, ...crash });
const options: ClientOptions = {
  transport,
  registry,
  delivery,
  log,
  now: () => new Date(Date.now() + (channel.behaviour.clock ?? 0)),
  ...crash,
};
const contract = faultsContract(settings.run, settings.partitions, settings.version);
const running = await start();
channel.tellStatus(() => running?.accounting);

closeWithProcess({
  ...(running === undefined ? {} : { failed: running.failed }),
  async close() {
    await running?.close();
    await delivery.close();
    await database.close();
    await transport.close();
  },
  log,
});
// Not before it knows what to do when it is told to end.
channel.tell({ type: 'ready' });

async function start(): Promise<Running | undefined> {
  switch (settings.role) {
    case 'middle':
      return runMiddle({ contract, settings, options, channel });
    case 'final':
      return runFinal({ contract, settings, options, channel });
    case 'source': {
      const client = createClient(contract.source, options);
      await client.ready();
      void runSource(client, settings, channel).then(() => channel.tell({ type: 'finished' }));
      return undefined;
    }
  }
}

function connect({ client, role, ...timeouts }: MemberSettings): Promise<Transport> {
  const { brokers, sessionTimeout, publishTimeout, stallTimeout } = timeouts;
  const options = { brokers, clientId: role, sessionTimeout, publishTimeout, stallTimeout, log };
  return client === 'platformatic' ? connectPlatformatic(options) : connectKafka(options);
}

/** Ends the process in the middle of its work, as a crash would. */
function crashPointsOf({ crash: at }: MemberSettings): { readonly crashPoints?: CrashPoints } {
  if (at === undefined) return {};
  let reached = 0;
  return {
    crashPoints: (point) => {
      if (point !== at.point) return;
      reached += 1;
      if (reached === at.nth) process.kill(process.pid, 'SIGKILL');
    },
  };
}

/** One line of JSON each, to whoever reads the standard output, if anybody does. */
function lineLogger(): Logger {
  const destination = logDestination();
  const at =
    (level: string) =>
    (details: object, message: string): void => {
      const error = 'err' in details && details.err instanceof Error ? { err: details.err.stack } : {};
      const line = { at: new Date().toISOString(), level, message, ...details, ...error };
      destination.write(`${JSON.stringify(line, (_, value) => (typeof value === 'bigint' ? String(value) : value))}\n`);
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
