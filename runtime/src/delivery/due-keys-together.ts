import type { Database } from '../core/database.ts';
import type { Delivery, DueKeys, PartitionPlace } from '../core/delivery.ts';
import { dueKeys } from './parked-records.ts';

interface Question {
  readonly place: PartitionPlace;
  readonly limit: number;
  readonly answer: PromiseWithResolvers<DueKeys>;
}

/**
 * `Delivery.dueKeys`, where partitions that ask at the same moment share a transaction. They come to do so by themselves:
 * what is answered together waits equally long, and an idle service with a hundred partitions asks once.
 */
export function dueKeysTogether(database: Database): Delivery['dueKeys'] {
  let questions: Question[] = [];

  const ask = async (): Promise<void> => {
    const asked = questions;
    questions = [];
    const limit = Math.max(...asked.map((question) => question.limit));
    try {
      const places = asked.map(({ place }) => place);
      const answers = await database.transaction((sql) => dueKeys(sql, places, limit));
      for (const [index, { limit: own, answer }] of asked.entries()) answer.resolve(upTo(answers[index], own));
    } catch (error) {
      for (const { answer } of asked) answer.reject(error);
    }
  };

  return (place, limit) => {
    const answer = Promise.withResolvers<DueKeys>();
    if (questions.push({ place, limit, answer }) === 1) setImmediate(() => void ask());
    return answer.promise;
  };
}

const upTo = ({ keys, nextIn }: DueKeys = { keys: [], nextIn: undefined }, limit: number): DueKeys => ({
  keys: keys.slice(0, limit),
  nextIn,
});
