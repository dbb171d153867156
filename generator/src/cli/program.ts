import { Command, InvalidArgumentError, Option } from 'commander';
import { addDeadLetters } from './add-dead-letters.ts';
import { addDocs } from './add-docs.ts';
import { addProjections } from './add-projections.ts';
import { addWorkflows } from './add-workflows.ts';
import type { DiffOptions } from './commands/diff.ts';
import type { ExplainOptions } from './commands/explain.ts';
import type { NewVersionOptions } from './commands/new-version.ts';
import type { ReadersOptions } from './commands/readers.ts';
import { type Container, createContainer, formatNames, type GlobalOptions, type ReportFile } from './container.ts';
import { type ExitCode, exitCode, exitCodeMeanings } from './exit-code.ts';
import type { Io } from './io.ts';
import { collect, parseCount, required } from './options.ts';
import { unlessInterrupted } from './unless-interrupted.ts';
import { version } from './version.ts';

/** A command. What it was given on the command line is in `options`. */
export type Execute<Options> = (container: Container, options: Options) => Promise<ExitCode>;

export interface Commands {
  /**
   * What commander calls for a command. The command's own code is loaded only then: `--help` must not wait for it. An
   * interrupt ends it at once, except for a command that serves until then and ends by itself.
   */
  action<Options>(
    load: () => Promise<Execute<Options>>,
    kind?: 'serves',
  ): (options: Options, command: Command) => Promise<void>;
  readonly outcome: () => ExitCode;
}

/**
 * Parses the arguments and runs the command that they name. Rejects with commander's errors, which are also how `--help`
 * and `--version` end. To add a command: a file in `commands/`, its lines here, a row in the test of the command line.
 */
export async function runProgram(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { program, outcome } = createProgram(io);
  await program.parseAsync(argv, { from: 'user' });
  return outcome();
}

/** The whole command line; what a command has come to is known once it was parsed. */
export function createProgram(io: Io): { readonly program: Command; readonly outcome: () => ExitCode } {
  const commands = createCommands(io);
  const program = createRoot(io);
  addContracts(program, commands);
  addCompat(program, commands);
  addReaders(program, commands);
  addLint(program, commands);
  addDiff(program, commands);
  addReleases(program, commands);
  addRegistry(program, commands, io);
  addTopics(program, commands, io);
  addDeadLetters(program, commands, io);
  addProjections(program, commands, io);
  addWorkflows(program, commands, io);
  addDocs(program, commands);
  return { program, outcome: commands.outcome };
}

function createCommands(io: Io): Commands {
  let outcome: ExitCode = exitCode.usage;
  return {
    action: (load, kind) => async (options, command) => {
      const container = createContainer(io, command.optsWithGlobals<GlobalOptions>(), () => performance.now());
      const running = load().then((execute) => execute(container, options));
      try {
        outcome = await (kind === 'serves' ? running : unlessInterrupted(running, io.signal));
      } catch (error) {
        const { reportFailure } = await import('./report/report-failure.ts');
        outcome = await reportFailure(container, nameOf(command), error);
      }
    },
    outcome: () => outcome,
  };
}

/** `registry push` */
function nameOf(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : `${nameOf(parent)} ${command.name()}`;
}

function createRoot(io: Io): Command {
  return new Command('eventwright')
    .description('Event contracts for services on Kafka: AsyncAPI and Avro in, typed clients out.')
    .version(version, '-V, --version', 'print the version')
    .option('--config <file>', 'use this configuration instead of the nearest eventwright.config.json')
    .option('--cwd <folder>', 'work as if started in this folder')
    .addOption(new Option('--format <name>', 'how to print the result').choices(formatNames).default('text'))
    .option('--report <format=file>', 'write the result to a file as well; may be repeated', collectReport)
    .option('--quiet', 'print no progress')
    .option('--no-color', 'print without colours; so does the variable NO_COLOR')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  eventwright validate                    check the contracts
  eventwright generate                    write the typed clients
  eventwright generate --check            in CI: fail if somebody forgot to
  eventwright registry serve --port 8081  a schema registry for development

Exit codes: ${exitCodesText()}.`,
    );
}

/** In two lines. */
function exitCodesText(): string {
  const texts = exitCodeMeanings.map(([code, meaning]) => `${code} ${meaning}`);
  return `${texts.slice(0, 4).join(', ')},\n${texts.slice(4).join(', ')}`;
}

function addContracts(program: Command, { action }: Commands): void {
  program
    .command('validate')
    .description('check the contracts: AsyncAPI, Avro, and what only both together can get wrong')
    .option('--max-warnings <n>', 'exit code 1 if there are more warnings', parseCount)
    .addHelpText('after', '\nExample:\n  eventwright validate --max-warnings 0')
    .action(action(async () => (await import('./commands/validate.ts')).validate));
  program
    .command('generate')
    .description('write the typed clients')
    .option('--check', 'write nothing; exit code 1 and a list if the generated code is not current')
    .option('--dry-run', 'write nothing; list what would change')
    .option('--diff', 'write nothing; show what would change, line by line')
    .option('--only <glob>', "only generated files that match, such as 'messages/**'; others are left alone")
    .option('--out <folder>', 'generate to this folder instead of that of the configuration')
    .option('--no-cache', 'do everything anew')
    .option('--stats', 'say where the time went')
    .addOption(
      new Option('--watch', 'stay, and generate again after every change').conflicts(['check', 'dryRun', 'diff']),
    )
    .addOption(
      new Option('--template <package>', 'run this template of the AsyncAPI Generator instead; or ./folder').conflicts([
        'check',
        'dryRun',
        'diff',
        'only',
        'stats',
        'watch',
      ]),
    )
    .option('--param <name=value>', 'for the template; may be repeated', collect)
    .option('--application <name>', 'run the template for this one only; may be repeated', collect)
    .addHelpText(
      'after',
      '\nExamples:\n  eventwright generate --check\n  eventwright generate --diff --only orders.ts\n' +
        '  eventwright generate --template @asyncapi/html-template --out html --param singleFile=true',
    )
    .action(action(async () => (await import('./commands/generate.ts')).generate, 'serves'));
  program
    .command('ls')
    .description('list applications, channels and messages')
    .addHelpText('after', '\nExample:\n  eventwright ls --format json')
    .action(action(async () => (await import('./commands/ls.ts')).list));
  const explaining = action<ExplainOptions>(async () => (await import('./commands/explain.ts')).explain);
  program
    .command('explain')
    .argument('[rule]', 'such as AVRO_NAME_UNRESOLVED; without it, all are listed')
    .description('explain a rule: what it means, why it is one, a bad and a good example')
    .addHelpText('after', '\nExample:\n  eventwright explain MESSAGE_KEY_MISSING')
    .action((rule: string | undefined, _options: object, command: Command) =>
      explaining(rule === undefined ? {} : { rule }, command),
    );
}

function addCompat(program: Command, { action }: Commands): void {
  program
    .command('compat')
    .description('say what the contracts break of an earlier state of them, and whom')
    .option('--against <base>', 'lock, git:<branch, tag or commit>, registry:<address>, or a folder', 'lock')
    .addHelpText(
      'after',
      '\nExamples:\n  eventwright compat --against git:main\n  eventwright compat --against git:main --format markdown',
    )
    .action(action(async () => (await import('./commands/compat.ts')).compat));
}

function addReaders(program: Command, { action }: Commands): void {
  const finding = action<ReadersOptions>(async () => (await import('./commands/readers.ts')).readers);
  program
    .command('readers')
    .argument('[field]', 'such as OrderPlaced or OrderPlaced.totals.total; without it, everything')
    .description('find the code that uses a field of an event: service, file, line')
    .option('--all', 'list the places that write it as well, and those in tests')
    .option('--out <file>', 'write what the code here uses to a manifest, for the repository of the contracts to list')
    .option('--project <tsconfig>', 'look at its code instead of that of the configuration; may be repeated', collect)
    .option('--package <name>', 'the generated code is this installed package: for a repository without the contracts')
    .addHelpText(
      'after',
      '\nExamples:\n  eventwright readers OrderPlaced.totals\n  eventwright readers --package @shop/contracts --out readers.json',
    )
    .action((field: string | undefined, options: Omit<ReadersOptions, 'field'>, command: Command) =>
      finding(field === undefined ? options : { ...options, field }, command),
    );
}

function addLint(program: Command, { action }: Commands): void {
  program
    .command('lint')
    .description('check style and prudence: names, docs, nullable fields, money, times, personal data, owners')
    .option('--fix', 'mend what can be mended safely, in schemas that are not released')
    .option('--max-warnings <n>', 'exit code 1 if there are more warnings', parseCount)
    .option('--update-baseline', 'let through what is found now, by eventwright.baseline.json; new findings are told')
    .addHelpText('after', '\nExamples:\n  eventwright lint --fix\n  eventwright lint --max-warnings 0')
    .action(action(async () => (await import('./commands/lint.ts')).lint));
}

function addDiff(program: Command, { action }: Commands): void {
  const differing = action<DiffOptions>(async () => (await import('./commands/diff.ts')).diff);
  program
    .command('diff')
    .argument('[before]', 'git:<ref>, registry:<url>, a folder, lock, or . for the files as they are (default: lock)')
    .argument('[after]', 'the same, but for a registry (default: .)')
    .description('tell what differs in meaning between two states of the contracts, and whom it is about')
    .option('--verbose', 'list descriptions, titles, examples and docs as well')
    .addHelpText(
      'after',
      '\nExamples:\n  eventwright diff git:main\n  eventwright diff git:v1.4.0 git:v1.5.0 --format markdown',
    )
    .action((before: string | undefined, after: string | undefined, { verbose }: DiffOptions, command: Command) =>
      differing(
        {
          ...(before !== undefined && { before }),
          ...(after !== undefined && { after }),
          ...(verbose !== undefined && { verbose }),
        },
        command,
      ),
    );
}

function addReleases(program: Command, { action }: Commands): void {
  program
    .command('release')
    .description('freeze the schema versions of the contracts into eventwright.lock: from then on they never change')
    .option('--dry-run', 'write nothing; list what would be frozen')
    .option('--check', 'write nothing; exit code 1 and a list if something is not released')
    .addHelpText('after', '\nExample:\n  eventwright release --dry-run')
    .action(action(async () => (await import('./commands/release.ts')).release));
  const starting = action<NewVersionOptions>(async () => (await import('./commands/new-version.ts')).newVersion);
  program
    .command('new')
    .description('start something new in the contracts')
    .command('version')
    .argument('<event>', 'name of the message')
    .description('start the next version of an event: copy its newest schema file and refer to the copy')
    .addHelpText('after', '\nExample:\n  eventwright new version OrderPlaced')
    .action((event: string, _options: object, command: Command) => starting({ event }, command));
}

function addRegistry(program: Command, commands: Commands, io: Io): void {
  const registry = program.command('registry').description('run a schema registry, or fill one and compare with it');
  addRegistryServer(registry, commands);
  addRegistryClients(registry, commands, io);
}

function addRegistryServer(registry: Command, { action }: Commands): void {
  registry
    .command('serve')
    .description('serve a schema registry for development and tests on 127.0.0.1')
    .requiredOption('--port <n>', 'port to listen on; 0 takes a free one', parseCount)
    .option('--data <folder>', 'keep what is registered there; without it, in memory')
    .option('--compatibility <level>', 'level where a client has set none (default: BACKWARD)')
    .option('--users <file>', 'let in only these, a line each: user:password (or the variable REGISTRY_USERS)')
    .option('--tls-cert <file>', 'serve HTTPS with this certificate, in PEM')
    .option('--tls-key <file>', 'key of that certificate, in PEM')
    .addHelpText('after', '\nExample:\n  eventwright registry serve --port 8081 --data .eventwright/registry')
    .action(action(async () => (await import('./commands/registry-serve.ts')).serve, 'serves'));
}

function addRegistryClients(registry: Command, { action }: Commands, io: Io): void {
  const client = (name: string, description: string): Command =>
    registry
      .command(name)
      .description(description)
      .addOption(required('--url <url>', 'address of the registry', { io, variable: 'SCHEMA_REGISTRY_URL' }))
      .option('--ca-file <file>', "certificate of the registry's authority (or SCHEMA_REGISTRY_CA_FILE)")
      .addHelpText(
        'after',
        '\nuser:password for the registry comes from the variable SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO.',
      );
  const references = ['--references', 'schemas in files of their own are subjects that others refer to'] as const;
  client('plan', 'say what push would do; change nothing')
    .option(...references)
    .addHelpText('after', '\nExample:\n  eventwright registry plan --url http://127.0.0.1:8081')
    .action(action(async () => (await import('./commands/registry-plan.ts')).plan));
  client('push', 'register every schema version of every message, oldest first')
    .option('--dry-run', 'the same as plan')
    .option(...references)
    .addHelpText('after', '\nExample:\n  eventwright registry push --url http://127.0.0.1:8081')
    .action(action(async () => (await import('./commands/registry-push.ts')).push));
  client('pull', 'write the schema versions that only the registry has as files')
    .option('--dry-run', 'only say what would be written')
    .addHelpText('after', '\nExample:\n  eventwright registry pull --url http://127.0.0.1:8081 --dry-run')
    .action(action(async () => (await import('./commands/registry-pull.ts')).pull));
  client('verify', 'say where the registry differs from the contracts; exit code 1 if it does')
    .option(...references)
    .addOption(
      new Option('--against <what>', 'compare with the contracts as they are, or with what was released')
        .choices(['contracts', 'lock'])
        .default('contracts'),
    )
    .addHelpText('after', '\nExample:\n  eventwright registry verify --url http://127.0.0.1:8081')
    .action(action(async () => (await import('./commands/registry-verify.ts')).verify));
}

function addTopics(program: Command, { action }: Commands, io: Io): void {
  const topics = program.command('topics').description('the Kafka topics of the contracts');
  topics
    .command('ls')
    .description('list the topics, dead letter topics included')
    .action(action(async () => (await import('./commands/topics-ls.ts')).listTopics));
  topics
    .command('apply')
    .description('create the topics that do not exist yet; existing ones are left as they are')
    .addOption(required('--brokers <list>', 'Kafka brokers, separated by commas', { io, variable: 'KAFKA_BROKERS' }))
    .addHelpText('after', '\nExample:\n  eventwright topics apply --brokers 127.0.0.1:19092')
    .action(action(async () => (await import('./commands/topics-apply.ts')).apply));
}

function collectReport(text: string, earlier: readonly ReportFile[] = []): readonly ReportFile[] {
  const separator = text.indexOf('=');
  const format = formatNames.find((name) => name === text.slice(0, Math.max(0, separator)));
  const file = text.slice(separator + 1);
  if (format !== undefined && file !== '') return [...earlier, { format, file }];
  throw new InvalidArgumentError(`Write it as sarif=compat.sarif. Formats are ${formatNames.join(', ')}.`);
}
