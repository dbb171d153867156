import { integerVariable, runService } from '@eventwright/runtime/service';
import { logDestination } from '@eventwright/runtime/telemetry';
import { pino } from 'pino';
import { startOrders } from './app.ts';

await runService({
  name: 'orders',
  log: pino({ name: 'orders' }, logDestination()),
  start: (engines) =>
    startOrders({
      ...engines,
      paymentPatience: integerVariable(process.env, { name: 'ORDERS_PAYMENT_PATIENCE', otherwise: 900_000 }),
    }),
});
