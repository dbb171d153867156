import { createTopics } from '../engines/kafka-engine.ts';
import type { Stage } from '../stage/stage.ts';
import { purchaseContract } from './purchase-contract.ts';

/** The topics of the purchases, and the book that the bank keeps. */
export async function openShop({ engines, run, databases }: Stage): Promise<void> {
  await createTopics(engines.kafka.direct, purchaseContract(run).topics);
  await databases.query(
    'final',
    'create table book (pos bigint generated always as identity, order_id text, what text)',
  );
}
