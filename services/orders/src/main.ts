import { runService } from '@eventwright/runtime/service';
import { logDestination } from '@eventwright/runtime/telemetry';
import { pino } from 'pino';
import { startOrders } from './app.ts';

await runService({ name: 'orders', log: pino({ name: 'orders' }, logDestination()), start: startOrders });
