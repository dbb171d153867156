import { integerVariable, portVariable, runService, textVariable } from '@eventwright/runtime/service';
import { logDestination } from '@eventwright/runtime/telemetry';
import { pino } from 'pino';
import { startWarehouse } from './app.ts';

await runService({
  name: 'warehouse',
  log: pino({ name: 'warehouse' }, logDestination()),
  start: (engines) =>
    startWarehouse({
      ...engines,
      http: { host: textVariable(process.env, 'HOST') ?? '127.0.0.1', port: portVariable(process.env, 'PORT', 3001) },
      pickingTime: integerVariable(process.env, { name: 'WAREHOUSE_PICKING_TIME', otherwise: 0 }),
    }),
});
