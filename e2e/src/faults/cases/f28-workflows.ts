import { crashPoints } from '@eventwright/runtime';
import { connectPostgres } from '@eventwright/runtime/postgres';
import { cancelWorkflow } from '@eventwright/runtime/workflows';
import { openShop } from '../purchases/open-shop.ts';
import { orderPurchases } from '../purchases/order-purchases.ts';
import { settlePurchases } from '../purchases/settle-purchases.ts';
import { startTrader } from '../purchases/start-trader.ts';
import type { TraderSettings } from '../purchases/trader-settings.ts';
import type { Stage } from '../stage/stage.ts';
import type { Child } from '../stage/start-child.ts';
import type { FaultCase } from './fault-case.ts';

/** What did not hold, by run. */
const wrong = new Map<string, readonly string[]>();

/** Who keeps instances and who answers them dies, stands still, comes and goes; events come twice, timers meet events. */
export const f28: FaultCase = {
  id: 'F28',
  long: true,
  title: 'workflows: those that keep them crash at every point, are paused and doubled; answers late, twice or never',
  // The pipeline beside it is there for the engines to have work.
  load: { rate: 20 },
  async disturb(stage) {
    await openShop(stage);
    const traders: Child[] = [];
    const start: Start = async (role, crash) => {
      traders.push(await startTrader(stage, { role, crash }));
    };
    try {
      await Promise.all([start('keeper'), start('keeper'), start('bank')]);
      const [ordered] = await Promise.all([
        orderPurchases(stage, () => !stage.lasts()),
        harmTraders(stage, traders, start),
      ]);
      // Whoever was left standing goes on, and somebody is there.
      for (const trader of traders) if (trader.isRunning) trader.signal('SIGCONT');
      await Promise.all([start('keeper'), start('bank')]);
      wrong.set(stage.run, await settlePurchases(stage, ordered));
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

type Start = (role: TraderSettings['role'], crash?: TraderSettings['crash']) => Promise<void>;

async function harmTraders(stage: Stage, traders: readonly Child[], start: Start): Promise<void> {
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
