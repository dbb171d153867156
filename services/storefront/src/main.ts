import { portVariable, runService, textVariable } from '@eventwright/runtime/service';
import { logDestination } from '@eventwright/runtime/telemetry';
import { pino } from 'pino';
import { startStorefront } from './app.ts';

await runService({
  name: 'storefront',
  log: pino({ name: 'storefront' }, logDestination()),
  start: (engines) =>
    startStorefront({
      ...engines,
      http: { host: textVariable(process.env, 'HOST') ?? '127.0.0.1', port: portVariable(process.env, 'PORT', 3000) },
    }),
});
