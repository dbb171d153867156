import type { Command } from 'commander';
import type { ListProjectionsOptions, RebuildOptions } from './commands/projections.ts';
import type { Io } from './io.ts';
import { required } from './options.ts';
import type { Commands } from './program.ts';

/** The commands on projections. */
export function addProjections(program: Command, { action }: Commands, io: Io): void {
  const projections = program.command('projections').description('read models of a service, as its database has them');
  const on = (name: string, description: string): Command =>
    projections
      .command(name)
      .description(description)
      .addOption(required('--database <url>', "the service's PostgreSQL", { io, variable: 'DATABASE_URL' }));
  const rebuilding = action<RebuildOptions>(async () => (await import('./commands/projections.ts')).rebuild);
  on('list', 'what is live and what is being built, and how far')
    .addHelpText('after', '\nExample:\n  eventwright projections list --database postgres://127.0.0.1:5432/storefront')
    .action(action<ListProjectionsOptions>(async () => (await import('./commands/projections.ts')).listBuilds));
  on('rebuild <name>', 'have the service build a projection anew, beside the live one')
    .addHelpText('after', '\nExample:\n  eventwright projections rebuild order-status')
    .action(async (name: string, options: Omit<RebuildOptions, 'name'>, command: Command) =>
      rebuilding({ ...options, name }, command),
    );
}
