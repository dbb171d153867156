import { openEventStore } from '../../event-store/index.ts';
import { accountEvents } from '../../event-store/testing/account.ts';
import { connectPostgres } from '../../postgres/index.ts';
import { openProjection } from '../index.ts';
import { balances } from './balances.ts';

/*
 * Runs the projection of balances over a store, and kills itself in the middle of its nth transaction.
 */

const [url = '', schema = '', nth = '0'] = process.argv.slice(2);
let transactions = 0;
const database = await connectPostgres({ url, schema });
const store = await openEventStore({ database, events: accountEvents });
await openProjection(balances(store), {
  database,
  batch: 7,
  leaseTime: 300,
  crashPoints: (point) => {
    if (point !== 'after-effect') return;
    transactions += 1;
    if (transactions === Number(nth)) process.kill(process.pid, 'SIGKILL');
  },
});
