// A process that keeps purchases, or a bank: what `startTrader` starts.
import { type CrashPoints, createClient } from '@eventwright/runtime';
import { openDelivery } from '@eventwright/runtime/delivery';
import { connectKafkaClient } from '@eventwright/runtime/kafka-client';
import { connectPostgres, integerOf } from '@eventwright/runtime/postgres';
import { openMemoryRegistry } from '@eventwright/runtime/registry';
import { openWorkflow } from '@eventwright/runtime/workflows';
import { type BankHandlers, purchaseContract } from './purchase-contract.ts';
import { purchaseWorkflow } from './purchase-workflow.ts';
import { readTraderSettings } from './trader-settings.ts';

const settings = readTraderSettings(process.env['FAULTS_TRADER']);
const { role, run, client, brokers, database: url, versions, crash } = settings;
const contract = purchaseContract(run);
const registry = openMemoryRegistry(contract.registrations);
const transport = await connectKafkaClient(client, { brokers, clientId: role, sessionTimeout: 3_000 });
const database = await connectPostgres({ url, poolSize: 6 });
let reached = 0;
const crashPoints: CrashPoints = (point) => {
  if (point !== crash?.point) return;
  reached += 1;
  if (reached === crash.nth) process.kill(process.pid, 'SIGKILL');
};
const delivery = await openDelivery({ database, transport, leaseTime: 2_000, crashPoints });
const options = { transport, registry, delivery, crashPoints };

/** Closes what was opened, in its order. */
const close = role === 'keeper' ? await keep() : await serveBank();
process.once('SIGTERM', async () => {
  await close();
  await delivery.close();
  await database.close();
  await transport.close();
  process.disconnect();
});
process.send?.('ready');

async function keep(): Promise<() => Promise<void>> {
  const keeper = createClient(contract.keeper, options);
  const given = {
    client: keeper,
    database,
    versions: versions.map(purchaseWorkflow),
    crashPoints,
  };
  const purchases = await openWorkflow({ ...given, pollInterval: 500 });
  const running = await keeper.receive(purchases.handlers);
  return async () => {
    await running.close();
    await purchases.close();
  };
}

async function serveBank(): Promise<() => Promise<void>> {
  const running = await createClient(contract.bank, options).receive(bankHandlers());
  return running.close;
}

/** Answers some customers only when it is asked for the third time, and some never; gives back what it has taken. */
function bankHandlers(): BankHandlers {
  const count = 'select count(*)::integer as entries from book where order_id = $1 and what = any($2)';
  const note = 'insert into book (order_id, what) values ($1, $2)';
  return {
    charge: async ({ key, value: { orderId } }, { tx, send }) => {
      const entries = async (...what: readonly string[]): Promise<number> =>
        integerOf((await tx.query(count, [orderId, what]))[0] ?? {}, 'entries');
      await tx.query(note, [orderId, 'asked']);
      const silence = orderId.endsWith('9') ? 99 : orderId.endsWith('8') ? 2 : 0;
      if ((await entries('asked')) <= silence || (await entries('closed')) > 0) return;
      if ((await entries('charged')) === 0) await tx.query(note, [orderId, 'charged']);
      await send.paid({ key, value: { orderId } });
    },
    refund: async ({ key, value: { orderId } }, { tx, send }) => {
      const entries = async (...what: readonly string[]): Promise<number> =>
        integerOf((await tx.query(count, [orderId, what]))[0] ?? {}, 'entries');
      await tx.query(note, [orderId, 'closed']);
      if ((await entries('charged')) > (await entries('refunded'))) await tx.query(note, [orderId, 'refunded']);
      await send.refunded({ key, value: { orderId } });
    },
  };
}
