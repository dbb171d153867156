import { connectPostgres } from '@eventwright/runtime/postgres';
import { listWorkflows } from '@eventwright/runtime/workflows';
import { openShop } from '../purchases/open-shop.ts';
import { orderPurchases } from '../purchases/order-purchases.ts';
import type { PurchaseVersion } from '../purchases/purchase-workflow.ts';
import { settlePurchases } from '../purchases/settle-purchases.ts';
import { startTrader } from '../purchases/start-trader.ts';
import type { Stage } from '../stage/stage.ts';
import type { Child } from '../stage/start-child.ts';
import type { FaultCase } from './fault-case.ts';

/** What did not hold, by run. */
const wrong = new Map<string, readonly string[]>();

/** Keepers that know version 1 alone are replaced by those that begin on version 2, and back, and forth again. */
export const f31Workflows: FaultCase = {
  id: 'F31 workflows',
  long: true,
  title: 'rolling deployment: keepers of workflows that know one version and two at work together, forth and back',
  // The pipeline beside it is there for the engines to have work.
  load: { rate: 20 },
  async disturb(stage) {
    await openShop(stage);
    const keepers: Child[] = [];
    const bank = await startTrader(stage, { role: 'bank' });
    const start = async (versions: readonly PurchaseVersion[]): Promise<void> => {
      keepers.push(await startTrader(stage, { role: 'keeper', versions }));
    };
    try {
      await Promise.all([start([1]), start([1])]);
      let isDeployed = false;
      const deploying = roll(stage, keepers, start).finally(() => {
        isDeployed = true;
      });
      const [ordered] = await Promise.all([orderPurchases(stage, () => isDeployed), deploying]);
      const versions = await versionsOf(stage, ordered);
      const words = await settlePurchases(stage, ordered);
      wrong.set(stage.run, versions.size === 2 ? words : [...words, 'all purchases began on one version']);
      for (const trader of [...keepers, bank]) if (trader.isRunning) await trader.end();
    } finally {
      await Promise.all([...keepers, bank].map((trader) => trader.kill()));
    }
  },
  async check({ run }) {
    const words = wrong.get(run) ?? ['the case did not come to its check'];
    wrong.delete(run);
    return words;
  },
};

/** Ends with keepers that know both. */
async function roll(
  stage: Stage,
  keepers: readonly Child[],
  start: (versions: readonly PurchaseVersion[]) => Promise<void>,
): Promise<void> {
  for (const versions of [[1, 2], [1], [1, 2]] as const) {
    for (const oldest of keepers.filter(({ isRunning }) => isRunning)) {
      await start(versions);
      await oldest.end();
      stage.fault(`a keeper replaced by one of version ${versions.join(' and ')}`);
      await stage.wait(stage.random.between(500, 2_000));
    }
  }
}

async function versionsOf(stage: Stage, ordered: number): Promise<ReadonlySet<number>> {
  const database = await connectPostgres({ url: stage.databases.direct('middle'), poolSize: 1 });
  const instances = await listWorkflows(database, { workflow: 'purchase', limit: ordered + 10 });
  await database.close();
  return new Set(instances.map(({ version }) => version));
}
