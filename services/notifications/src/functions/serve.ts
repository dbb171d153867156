import { serveHttp } from '@eventwright/runtime/feeds';
import { functionEndpoint } from '@eventwright/runtime/functions';
import { closeWithProcess } from '@eventwright/runtime/process';
import { portVariable, textVariable } from '@eventwright/runtime/service';
import { logDestination } from '@eventwright/runtime/telemetry';
import { stockChanged } from '@shop/contracts/messages/stock-changed';
import { pino } from 'pino';
import { openMailer } from '../adapters/open-mailer.ts';
import { warnOfSoldOut } from './warn-of-sold-out.ts';

/** The function by itself, behind an address: for `SOLD_OUT_FUNCTION_URL` of the service. */
const log = pino({ name: 'warn-of-sold-out' }, logDestination());
const mailer = openMailer(process.env);
const fetch = functionEndpoint(stockChanged, warnOfSoldOut(mailer), {
  onError: (error) => log.error({ err: error }, 'the function failed'),
});
const host = textVariable(process.env, 'HOST') ?? '127.0.0.1';
const server = await serveHttp({ apis: [{ fetch }], host, port: portVariable(process.env, 'PORT', 3010), log });
log.info({ url: server.url }, 'the function can be called');
closeWithProcess({ close: { server: server.close, mailer: async () => mailer.close() }, log });
