import { topics } from '@shop/contracts/topics';
import { type Admin, Kafka, logLevel } from 'kafkajs';

/**
 * Rids a broker of the shop's topics and of the groups that read them: what is built from the topics' beginning must not
 * see what an earlier shop, with databases of its own, has told there.
 */
export async function freshLog(brokers: readonly string[]): Promise<void> {
  const admin = new Kafka({ clientId: 'fresh-log', brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const there = new Set(await admin.listTopics());
    const shop = topics.map(({ topic }) => topic).filter((topic) => there.has(topic));
    if (shop.length === 0) return;
    await admin.deleteGroups(await readersOf(admin, shop));
    await admin.deleteTopics({ topics: shop });
  } finally {
    await admin.disconnect();
  }
}

async function readersOf(admin: Admin, shop: readonly string[]): Promise<string[]> {
  const readers: string[] = [];
  for (const { groupId } of (await admin.listGroups()).groups) {
    const offsets = await admin.fetchOffsets({ groupId, topics: [...shop] });
    if (offsets.some(({ partitions }) => partitions.some(({ offset }) => offset !== '-1'))) readers.push(groupId);
  }
  return readers;
}
