import { crashPoints, createClient } from '@eventwright/runtime';
import { connectKafkaClient } from '@eventwright/runtime/kafka-client';
import { connectPostgres } from '@eventwright/runtime/postgres';
import { openMemoryRegistry } from '@eventwright/runtime/registry';
import { cancelWorkflow, listWorkflows, replay, workflowHistory } from '@eventwright/runtime/workflows';
import { createTopics } from '../engines/kafka-engine.ts';
import { purchaseContract } from '../purchases/purchase-contract.ts';
import { purchaseWorkflow } from '../purchases/purchase-workflow.ts';
import { startTrader } from '../purchases/start-trader.ts';
import type { TraderSettings } from '../purchases/trader-settings.ts';
import type { Stage } from '../stage/stage.ts';
import type { Child } from '../stage/start-child.ts';
import { until } from '../stage/until.ts';
import type { FaultCase } from './fault-case.ts';

/** Purchases at the least; their ids end in a digit by which the bank answers or not. */
const fewest = 40;

/** What did not hold, by run. */
const wrong = new Map<string, readonly string[]>();

/** Who keeps instances and who answers them dies, stands still, comes and goes; events come twice, timers meet events. */
export const f28: FaultCase = {
  id: 'F28',
  title: 'workflows: those that keep them crash at every point, are paused and doubled; answers late, twice or never',
  // The pipeline beside it is there for the engines to have work.
  load: { rate: 20 },
  async disturb(stage) {
    await createTopics(stage.engines.kafka.direct, purchaseContract(stage.run).topics);
    await stage.databases.query(
      'final',
      'create table book (pos bigint generated always as identity, order_id text, what text)',
    );
    const traders: Child[] = [];
    const start = async (role: TraderSettings['role'], crash?: Parameters<typeof startTrader>[2]): Promise<void> => {
      traders.push(await startTrader(stage, role, crash));
    };
    try {
      await Promise.all([start('keeper'), start('keeper'), start('bank')]);
      const [ordered] = await Promise.all([orderPurchases(stage), harmTraders(stage, traders, start)]);
      // Whoever was left standing goes on, and somebody is there.
      for (const trader of traders) if (trader.isRunning) trader.signal('SIGCONT');
      await Promise.all([start('keeper'), start('bank')]);
      wrong.set(stage.run, await settle(stage, ordered));
      for (const trader of traders) if (trader.isRunning) await trader.end();
    } finally {
      await Promise.all(traders.map((trader) => trader.kill()));
    }
  },
  async check({ run }) {
    const words = wrong.get(run) ?? ['the case did not come to its check'];
    wrong.delete(run);
    return words;
  },
};

/** Orders for as long as the case lasts, one in five of them twice; returns how many. */
async function orderPurchases(stage: Stage): Promise<number> {
  const contract = purchaseContract(stage.run);
  const registry = openMemoryRegistry(contract.registrations);
  const brokers = stage.engines.kafka.direct;
  const transport = await connectKafkaClient(stage.settings.client, { brokers, clientId: 'customer' });
  const customer = createClient(contract.customer, { transport, registry });
  const random = stage.random.fork('customer');
  let ordered = 0;
  for (; ordered < fewest || stage.lasts(); ordered += 1) {
    const orderId = `order-${ordered}`;
    await customer.send.ordered({ key: orderId, value: { orderId } });
    if (random.chance(0.2)) await customer.send.ordered({ key: orderId, value: { orderId } });
    await stage.wait(random.between(20, 120));
  }
  await transport.close();
  return ordered;
}

async function harmTraders(
  stage: Stage,
  traders: readonly Child[],
  start: (role: TraderSettings['role'], crash?: Parameters<typeof startTrader>[2]) => Promise<void>,
): Promise<void> {
  const random = stage.random.fork('harm');
  const one = (role: TraderSettings['role']): Child | undefined =>
    traders.find((trader) => trader.name === role && trader.isRunning);
  const database = await connectPostgres({ url: stage.databases.direct('middle'), poolSize: 2 });
  for (let harms = 0; harms < crashPoints.length || stage.lasts(); harms += 1) {
    const point = crashPoints[harms % crashPoints.length] ?? 'after-effect';
    await start('keeper', { point, nth: random.between(2, 12) });
    stage.fault(`a keeper that crashes at ${point}`);
    if (random.chance(0.5)) {
      await one('keeper')?.kill();
      stage.fault('a keeper killed');
    }
    const paused = one(random.chance(0.7) ? 'keeper' : 'bank');
    paused?.signal('SIGSTOP');
    stage.fault('a process stands still');
    const place = { workflow: 'purchase', key: `order-${random.between(0, 10)}` };
    await cancelWorkflow(database, { ...place, reason: 'harm' }).catch(() => undefined);
    await stage.wait(random.between(500, 4_000));
    paused?.signal('SIGCONT');
    if (random.chance(0.3)) {
      await one('bank')?.kill();
      await start('bank');
      stage.fault('the bank killed, another one started');
    }
  }
  await database.close();
}

/** Waits until all purchases have ended, and says what is not as it should be. */
async function settle(stage: Stage, ordered: number): Promise<readonly string[]> {
  const database = await connectPostgres({ url: stage.databases.direct('middle'), poolSize: 2 });
  try {
    const all = () => listWorkflows(database, { workflow: 'purchase', limit: ordered + 10 });
    await until(async () => (await all()).filter(({ ended }) => ended).length >= ordered, {
      patience: 180_000,
      what: `${ordered} purchases end`,
    });
    const instances = await all();
    const words = instances.length === ordered ? [] : [`${ordered} orders have ${instances.length} instances`];
    for (const { key, status } of instances) {
      words.push(...(await bookOf(stage, key, status)));
      const history = await workflowHistory(database, { workflow: 'purchase', key });
      const difference = replay(purchaseWorkflow, history);
      if (difference !== undefined) words.push(`${key} decided otherwise at input ${difference.n}`);
      if (history.some(({ n }, index) => n !== index + 1)) words.push(`the history of ${key} has a gap`);
      const fired = history.flatMap(({ input }) =>
        input.kind === 'timer' ? [`${input.name} ${input.dueAt.getTime()}`] : [],
      );
      if (new Set(fired).size < fired.length) words.push(`a timer of ${key} fired twice`);
    }
    return words;
  } finally {
    await database.close();
  }
}

/** A purchase that is done was charged once; what was given up was given back, once. */
async function bookOf({ databases }: Stage, orderId: string, status: string): Promise<readonly string[]> {
  const entries = await databases.query<{ readonly what: string }>(
    'final',
    'select what from book where order_id = $1',
    [orderId],
  );
  const count = (wanted: string): number => entries.filter(({ what }) => what === wanted).length;
  const [charged, refunded] = [count('charged'), count('refunded')];
  const right = status === 'done' ? charged === 1 && refunded === 0 : charged === refunded && charged <= 1;
  return right ? [] : [`${orderId} is ${status}, charged ${charged} and refunded ${refunded} times`];
}
