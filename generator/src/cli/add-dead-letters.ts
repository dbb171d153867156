import { type Command, Option } from 'commander';
import type { DiscardOptions, GiveBackOptions } from './commands/dead-letters-discard.ts';
import type { RedriveOptions } from './commands/dead-letters-redrive.ts';
import type { ShowOptions } from './commands/dead-letters-show.ts';
import { parseTime } from './dead-letters/parse-time.ts';
import type { Io } from './io.ts';
import { collect, parseCount, required } from './options.ts';
import type { Commands } from './program.ts';

/** The commands on dead letters. */
export function addDeadLetters(program: Command, { action }: Commands, io: Io): void {
  const letters = program
    .command('dead-letters')
    .description('events that services have given up, and what waits behind them');
  const showing = action<ShowOptions>(
    async () => (await import('./commands/dead-letters-show.ts')).showLetter,
    'serves',
  );
  const redriving = action<RedriveOptions>(
    async () => (await import('./commands/dead-letters-redrive.ts')).redrive,
    'serves',
  );
  const discarding = action<DiscardOptions>(async () => (await import('./commands/dead-letters-discard.ts')).discard);
  const givingBack = action<GiveBackOptions>(async () => (await import('./commands/dead-letters-discard.ts')).giveBack);
  const database = (): Option =>
    required('--database <url>', "a service's PostgreSQL", { io, variable: 'DATABASE_URL' });
  const reading = (name: string, description: string): Command =>
    letters
      .command(name)
      .description(description)
      .addOption(required('--brokers <list>', 'Kafka brokers, separated by commas', { io, variable: 'KAFKA_BROKERS' }))
      .option('--topic <name>', 'of this topic only; may be repeated. Default: all of the contracts', collect);
  const selecting = (name: string, description: string): Command =>
    reading(name, description)
      .option('--group <name>', 'given up by this consumer group')
      .option(
        '--reason <reason>',
        'for this reason: poison, unknown_schema, invalid, fatal, exhausted, oversize, too_old',
      )
      .option('--key <key>', 'of this key: as text, or 0x and hexadecimal digits')
      .option('--error <fingerprint>', 'of this error, by the fingerprint that list shows')
      .option('--since <time>', 'died then or later: a date, or how long ago (2h)', parseTime)
      .option('--until <time>', 'died before then', parseTime);
  selecting('list', 'what was given up and not redriven since, by error')
    .addOption(new Option('--by <what>', 'one line for each').choices(['error', 'key', 'letter']).default('error'))
    .option('--all', 'those that were redriven, too')
    .option('--limit <n>', 'lines at most', parseCount, 50)
    .option('--database <url>', "also the held keys and refused records of a service's PostgreSQL")
    .addHelpText('after', '\nExample:\n  eventwright dead-letters list --brokers 127.0.0.1:19092 --since 2h')
    .action(action(async () => (await import('./commands/dead-letters-list.ts')).listLetters));
  reading('show <id>', 'all that is known of a dead letter, by its id or that of its event')
    .option('--registry <url>', 'schema registry, to show the value by its schema', io.env['SCHEMA_REGISTRY_URL'])
    .addHelpText('after', '\nExample:\n  eventwright dead-letters show shop.orders.dlt/0/12 --brokers 127.0.0.1:19092')
    .action(async (id: string, options: Omit<ShowOptions, 'id'>, command: Command) =>
      showing({ ...options, id }, command),
    );
  selecting('redrive [id]', 'publish dead letters again, for the group that gave them up alone')
    .option('--all', 'all that were not redriven yet')
    .option('--again', 'also those that were redriven before and did not die again')
    .option('--dry-run', 'publish nothing; say what would go where')
    .option('--rate <n>', 'letters a second, at most', parseCount, 50)
    .addHelpText(
      'after',
      '\nExamples:\n  eventwright dead-letters redrive --error 5f0c1d2e3a4b5c6d --dry-run\n  eventwright dead-letters redrive --all --rate 200',
    )
    .action(async (id: string | undefined, options: RedriveOptions, command: Command) =>
      redriving(id === undefined ? options : { ...options, id }, command),
    );
  letters
    .command('discard <what>')
    .description(
      'give up what holds a key (group/topic/partition/offset) or a refused record (its seq): the rest goes on',
    )
    .addOption(database())
    .option('--yes', 'yes, for good')
    .addHelpText('after', '\nExample:\n  eventwright dead-letters discard orders/shop.orders/0/12 --yes')
    .action(async (what: string, options: Omit<DiscardOptions, 'what'>, command: Command) =>
      discarding({ ...options, what }, command),
    );
  letters
    .command('give-back <seq>')
    .description('put a record that the log refused back into the outbox, once the log will take it')
    .addOption(database())
    .addHelpText('after', '\nExample:\n  eventwright dead-letters give-back 4711')
    .action(async (what: string, options: Pick<DiscardOptions, 'database'>, command: Command) =>
      givingBack({ ...options, what }, command),
    );
}
