// The patterns on real engines: `npm run bench -- patterns`, with `--json` for programs. One part by its name: `-- patterns feeds`.
import { parseArgs } from 'node:util';
import { startPostgres } from '../../scripts/postgres/start-postgres.ts';
import { eventAppends } from './patterns/event-appends.ts';
import { feedSubscribers } from './patterns/feed-subscribers.ts';
import { projectedEvents } from './patterns/projected-events.ts';
import { requestReply } from './patterns/request-reply.ts';
import { workflowSteps } from './patterns/workflow-steps.ts';
import { type Figure, printFigures } from './runtime/figures.ts';

/** Each gets the address of a PostgreSQL, and gives lines of the table. */
const parts: Readonly<Record<string, (postgresUrl: string) => Promise<readonly Figure[]>>> = {
  appends: eventAppends,
  feeds: feedSubscribers,
  projections: projectedEvents,
  'request-reply': requestReply,
  workflows: workflowSteps,
};

const { values, positionals } = parseArgs({
  args: process.argv.slice(3),
  options: { json: { type: 'boolean' } },
  allowPositionals: true,
});

const postgres = await startPostgres({ socket: true });
try {
  const figures: Figure[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    console.error(`measuring ${name}`);
    figures.push(...(await measure(postgres.url('postgres'))));
  }
  printFigures(figures, { json: values.json ?? false });
} finally {
  await postgres.stop();
}
