import { portVariable, runService, textVariable } from '@eventwright/runtime/service';
import { logDestination } from '@eventwright/runtime/telemetry';
import { pino } from 'pino';
import { startAnalytics } from './app.ts';

await runService({
  name: 'analytics',
  log: pino({ name: 'analytics' }, logDestination()),
  start: (engines) =>
    startAnalytics({
      ...engines,
      http: { host: textVariable(process.env, 'HOST') ?? '127.0.0.1', port: portVariable(process.env, 'PORT', 3003) },
    }),
});
