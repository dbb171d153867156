import { redriveLetters } from '@eventwright/runtime/dead-letters';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { brokerList, kafkaFailed } from '../dead-letters/kafka-address.ts';
import { type LettersOptions, type ReadLetters, readLetters } from '../dead-letters/read-letters.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, type Project, reportOf } from '../open-project.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import { tableWithin } from '../report/table.ts';
import { keyOf, letterData, oneLine, widthOf } from './dead-letters-list.ts';

export interface RedriveOptions extends LettersOptions {
  readonly all?: true;
  readonly dryRun?: true;
  /** Also those that were redriven before. */
  readonly again?: true;
  /** Letters a second. */
  readonly rate: number;
}

type Letter = ReadLetters['letters'][number];

/** `eventwright dead-letters redrive` */
export async function redrive(container: Container, options: RedriveOptions): Promise<ExitCode> {
  refuseNoSelection(options);
  const project = await openProject(container);
  const { letters } = await readLetters(container, project.contracts.model, options);
  const due = letters.filter(({ state }) => state === 'open' || (options.again === true && state === 'redriven'));
  const redriven = options.dryRun || due.length === 0 ? 0 : await publish(container, due, options);
  const outcome = { letters, due, redriven, options, io: container.io, width: widthOf(container) };
  return printReport(container, reportOn(project, outcome));
}

/** Which letters are meant has to be said: a slip of the keyboard must not redrive everything. */
function refuseNoSelection({ all, id, group, reason, key, error, since, until, topic }: RedriveOptions): void {
  if ([all, id, group, reason, key, error, since, until, topic].some((given) => given !== undefined)) return;
  throw new CliError(exitCode.usage, 'Nothing says which dead letters are meant.', {
    help: 'Name one by its id or that of its event, select some (--group, --key, --error, --reason, --topic, --since), or give --all.',
  });
}

async function publish(container: Container, due: readonly Letter[], options: RedriveOptions): Promise<number> {
  const { connectKafka } = await import('@eventwright/runtime/kafka');
  const transport = await connectKafka({ brokers: brokerList(options), clientId: 'eventwright' }).catch(
    (error: unknown) => kafkaFailed(options, error),
  );
  let told = 0;
  try {
    return await redriveLetters(due, {
      publisher: transport,
      perSecond: options.rate,
      signal: container.io.signal,
      onProgress: (redriven) => {
        if (redriven < due.length && redriven - told < options.rate * 5) return;
        told = redriven;
        container.progress(`${redriven} of ${due.length} redriven`);
      },
    }).catch((error: unknown) => kafkaFailed(options, error));
  } finally {
    await transport.close();
  }
}

interface Outcome {
  readonly letters: readonly Letter[];
  readonly due: readonly Letter[];
  readonly redriven: number;
  readonly options: RedriveOptions;
  readonly io: Container['io'];
  readonly width: number;
}

const dueRow = ({ id, original, group, record, errorMessage }: Letter): readonly string[] => [
  id,
  original.topic,
  group,
  keyOf(record.key),
  oneLine(errorMessage),
];

function reportOn(project: Project, { letters, due, redriven, options, io, width }: Outcome) {
  const left = due.length - redriven;
  const skipped = letters.length - due.length;
  const lines = options.dryRun
    ? [
        ...(due.length === 0
          ? []
          : tableWithin(width, [['LETTER', 'TO', 'GROUP', 'KEY', 'ERROR'], ...due.map(dueRow)])),
        `${plural(due.length, 'letter')} would be redriven`,
      ]
    : [`${plural(redriven, 'letter')} redriven`];
  if (skipped > 0) lines.push(`${skipped} skipped: redriven before (--again redrives those that did not die again)`);
  if (!options.dryRun && left > 0)
    lines.push(`${left} left, since it was interrupted: the same command goes on with them`);
  return {
    ...reportOf('dead-letters redrive', project, []),
    exitCode: io.signal.aborted ? exitCode.interrupted : exitCode.clean,
    lines,
    data: { redriven, skipped, left: options.dryRun ? 0 : left, letters: due.map(letterData) },
  };
}
