import type { Command } from 'commander';
import type { ActOptions, CancelOptions, DiagramOptions } from './commands/workflows-act.ts';
import type { ListWorkflowsOptions } from './commands/workflows-list.ts';
import type { ShowWorkflowOptions } from './commands/workflows-show.ts';
import type { Io } from './io.ts';
import { parseCount, required } from './options.ts';
import type { Commands } from './program.ts';

/** The commands on workflows. */
export function addWorkflows(program: Command, { action }: Commands, io: Io): void {
  const workflows = program
    .command('workflows')
    .description('long-running processes of a service, as its database has them');
  const on = (name: string, description: string): Command =>
    workflows
      .command(name)
      .description(description)
      .addOption(required('--database <url>', "the service's PostgreSQL", { io, variable: 'DATABASE_URL' }));
  const showing = action<ShowWorkflowOptions>(async () => (await import('./commands/workflows-show.ts')).showInstance);
  const retrying = action<ActOptions>(async () => (await import('./commands/workflows-act.ts')).retryInstance);
  const cancelling = action<CancelOptions>(async () => (await import('./commands/workflows-act.ts')).cancelInstance);
  const drawing = action<DiagramOptions>(async () => (await import('./commands/workflows-act.ts')).diagramWorkflows);
  on('list', 'instances that have not ended, those that changed last first')
    .option('--workflow <name>', 'of this workflow')
    .option('--status <status>', 'in this status')
    .option('--stuck', 'that fail, whose timers are late, or to which nothing comes for a day')
    .option('--all', 'those that have ended, too')
    .option('--limit <n>', 'lines at most', parseCount, 50)
    .addHelpText(
      'after',
      '\nExample:\n  eventwright workflows list --stuck --database postgres://127.0.0.1:5432/orders',
    )
    .action(action<ListWorkflowsOptions>(async () => (await import('./commands/workflows-list.ts')).listInstances));
  on('show <id>', 'an instance, its timers and its history')
    .option('--state', 'also what it remembers and what it received: that may be personal')
    .addHelpText('after', '\nExample:\n  eventwright workflows show order/0190b2c5-7c4e-7d4a-9a57-8f0d5c3b2a1f')
    .action(async (id: string, options: Omit<ShowWorkflowOptions, 'id'>, command: Command) =>
      showing({ ...options, id }, command),
    );
  on('retry <id>', 'try now what an instance could not decide on: timers, and the event that is parked or given up')
    .addHelpText('after', '\nExample:\n  eventwright workflows retry order/0190b2c5-7c4e-7d4a-9a57-8f0d5c3b2a1f')
    .action(async (id: string, options: Omit<ActOptions, 'id'>, command: Command) =>
      retrying({ ...options, id }, command),
    );
  on('cancel <id>', 'have the service give an instance up and take back what it has done')
    .requiredOption('--reason <text>', 'why; the history shows it')
    .addHelpText(
      'after',
      '\nExample:\n  eventwright workflows cancel order/0190b2c5-7c4e-7d4a-9a57-8f0d5c3b2a1f --reason fraud',
    )
    .action(async (id: string, options: Omit<CancelOptions, 'id'>, command: Command) =>
      cancelling({ ...options, id }, command),
    );
  on('diagram [workflow]', 'workflows as state diagrams, in the language of mermaid')
    .addHelpText('after', '\nExample:\n  eventwright workflows diagram order > order.mmd')
    .action(async (workflow: string | undefined, options: Omit<DiagramOptions, 'workflow'>, command: Command) =>
      drawing(workflow === undefined ? options : { ...options, workflow }, command),
    );
}
