import { portVariable, runService, textVariable } from '@eventwright/runtime/service';
import { logDestination } from '@eventwright/runtime/telemetry';
import { pino } from 'pino';
import { startGateway } from './app.ts';

const text = (name: string): string | undefined => textVariable(process.env, name);

const adminToken = text('GATEWAY_ADMIN_TOKEN');
const origin = text('GATEWAY_ORIGIN');

await runService({
  name: 'gateway',
  log: pino({ name: 'gateway' }, logDestination()),
  start: (engines) =>
    startGateway({
      ...engines,
      http: { host: text('HOST') ?? '127.0.0.1', port: portVariable(process.env, 'PORT', 3002) },
      allowedAddresses: text('GATEWAY_ALLOWED_ADDRESSES')?.split(',') ?? [],
      ...(adminToken === undefined ? {} : { adminToken }),
      ...(origin === undefined ? {} : { origin }),
    }),
});
