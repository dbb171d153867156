import { runService, textVariable } from '@eventwright/runtime/service';
import { logDestination } from '@eventwright/runtime/telemetry';
import { pino } from 'pino';
import { openMailer } from './adapters/open-mailer.ts';
import { startNotifications } from './app.ts';

await runService({
  name: 'notifications',
  log: pino({ name: 'notifications' }, logDestination()),
  start: (engines, defer) => {
    const mailer = openMailer(process.env);
    defer('mailer', () => mailer.close());
    const soldOutUrl = textVariable(process.env, 'SOLD_OUT_FUNCTION_URL');
    return startNotifications({ ...engines, mailer, ...(soldOutUrl === undefined ? {} : { soldOutUrl }) });
  },
});
