import type { Database } from '../../core/database.ts';

/** Further than any offset of a log. */
const beforeEverything = 2n ** 62n;

/**
 * Forgets up to where a consumer has settled a topic that was deleted and made again, so that the new one is taken up from
 * its beginning. Ids of events stay known; records that are parked stay so, in front of the new ones. Returns how many
 * lanes were forgotten.
 */
export async function forgetTopic(
  database: Database,
  { consumer, topic }: { readonly consumer: string; readonly topic: string },
): Promise<number> {
  return database.transaction(async (tx) => {
    const lanes = await tx.query('delete from eventwright_position where consumer = $1 and topic = $2 returning lane', [
      consumer,
      topic,
    ]);
    await tx.query(
      'update eventwright_parked set off = off - $3::bigint where consumer = $1 and topic = $2 and off >= 0',
      [consumer, topic, beforeEverything],
    );
    return lanes.length;
  });
}
