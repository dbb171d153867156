import { runService } from '@eventwright/runtime/service';
import { logDestination } from '@eventwright/runtime/telemetry';
import { pino } from 'pino';
import { startShipping } from './app.ts';

await runService({ name: 'shipping', log: pino({ name: 'shipping' }, logDestination()), start: startShipping });
