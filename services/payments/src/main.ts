import { runService } from '@eventwright/runtime/service';
import { logDestination } from '@eventwright/runtime/telemetry';
import { pino } from 'pino';
import { startPayments } from './app.ts';

await runService({ name: 'payments', log: pino({ name: 'payments' }, logDestination()), start: startPayments });
