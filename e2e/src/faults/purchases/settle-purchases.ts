import { connectPostgres } from '@eventwright/runtime/postgres';
import { listWorkflows, replay, workflowHistory } from '@eventwright/runtime/workflows';
import type { Stage } from '../stage/stage.ts';
import { until } from '../stage/until.ts';
import { purchaseWorkflow } from './purchase-workflow.ts';

/** Waits until all purchases have ended, each on the version that it began on, and says what is not as it should be. */
export async function settlePurchases(stage: Stage, ordered: number): Promise<readonly string[]> {
  const database = await connectPostgres({ url: stage.databases.direct('middle'), poolSize: 2 });
  try {
    const all = () => listWorkflows(database, { workflow: 'purchase', limit: ordered + 10 });
    await until(async () => (await all()).filter(({ ended }) => ended).length >= ordered, {
      patience: 300_000,
      what: `${ordered} purchases end`,
    });
    const instances = await all();
    const words = instances.length === ordered ? [] : [`${ordered} orders have ${instances.length} instances`];
    for (const { key, status, version } of instances) {
      words.push(...(await bookOf(stage, key, status)));
      const history = await workflowHistory(database, { workflow: 'purchase', key });
      if (history.some((each) => each.version !== version)) words.push(`${key} did not stay on version ${version}`);
      const difference = replay(purchaseWorkflow(version), history);
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
