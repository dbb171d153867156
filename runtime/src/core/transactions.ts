import type { TransactionContext } from './client.ts';
import type { Delivery } from './delivery.ts';
import { noDelivery } from './no-transaction.ts';
import { watchSends } from './pipeline/watched-sends.ts';
import type { Requests } from './requests.ts';
import type { AnySends } from './routes.ts';
import type { SendsFor } from './sender.ts';
import { sentRecords } from './sent-records.ts';

/** Runs work outside of handlers in a transaction, together with what it sends. */
export type RunTransaction = <T>(work: (context: TransactionContext<AnySends>) => Promise<T>) => Promise<T>;

export function transactions(sendsFor: SendsFor, delivery: Delivery | undefined, requests?: Requests): RunTransaction {
  const within = <T>(work: () => Promise<T>): Promise<T> =>
    requests === undefined ? work() : requests.within({ isTransaction: true }, work);
  return async (work) => {
    if (delivery === undefined) throw noDelivery('transaction()');
    return delivery.transaction(async ({ sql, enqueue }) => {
      const sent = sentRecords();
      const sends = watchSends(() => sendsFor({ sent }), 'the transaction');
      try {
        const result = await within(() => work({ tx: sql, send: sends.sends }));
        await sends.settled();
        if (sent.all().length > 0) await enqueue(sent.all());
        return result;
      } finally {
        await sends.end();
      }
    });
  };
}
