import {
  discardHeldRecord,
  discardRefusedRecord,
  giveBackRefusedRecord,
  type ParkedPlace,
} from '@eventwright/runtime/delivery';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { withServiceDatabase } from '../dead-letters/open-service-database.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { printAnswer } from '../report/print-answer.ts';

export interface DiscardOptions {
  /** A held key as `list` names it, `<group>/<topic>/<partition>/<offset>`, or the `seq` of a refused record. */
  readonly what: string;
  readonly database: string;
  readonly yes?: true;
}

export type GiveBackOptions = Pick<DiscardOptions, 'what' | 'database'>;

/** `eventwright dead-letters discard`: gives a record up for good, so that what waits behind it goes on. */
export async function discard(container: Container, { what, database, yes }: DiscardOptions): Promise<ExitCode> {
  const target = parseTarget(what);
  if (yes !== true) {
    throw new CliError(
      exitCode.usage,
      `${what} would be given up for good, and what waits behind it goes on without it.`,
      {
        help: 'Add --yes if that is what you want.',
      },
    );
  }
  const done = await withServiceDatabase(database, (opened) =>
    typeof target === 'bigint' ? discardRefusedRecord(opened, target) : discardHeldRecord(opened, target),
  );
  return answer(container, {
    command: 'dead-letters discard',
    what,
    done,
    said: 'given up; what waited behind it goes on',
  });
}

/** `eventwright dead-letters give-back`: puts a record that the log refused back into the outbox. */
export async function giveBack(container: Container, { what, database }: GiveBackOptions): Promise<ExitCode> {
  const target = parseTarget(what);
  if (typeof target !== 'bigint') {
    throw new CliError(exitCode.usage, `${what} names a held key; what is given back is a refused record.`, {
      help: 'Name it by its SEQ, as "dead-letters list --database" shows it. Held keys go on by "dead-letters redrive".',
    });
  }
  const done = await withServiceDatabase(database, (opened) => giveBackRefusedRecord(opened, target));
  return answer(container, {
    command: 'dead-letters give-back',
    what,
    done,
    said: 'back in the outbox, from where it is published',
  });
}

interface Done {
  readonly command: string;
  readonly what: string;
  readonly done: boolean;
  readonly said: string;
}

function answer(container: Container, { command, what, done, said }: Done): Promise<ExitCode> {
  const line = done
    ? `${what}: ${said}`
    : `Nothing is kept under ${what}. "dead-letters list --database" shows what is.`;
  return printAnswer(container, { command, done, line, data: { what, done } });
}

function parseTarget(what: string): bigint | ParkedPlace {
  if (/^\d{1,18}$/.test(what)) return BigInt(what);
  const { consumer, topic, partition, offset } =
    /^(?<consumer>.+)\/(?<topic>[^/]+)\/(?<partition>\d{1,9})\/(?<offset>\d{1,18})$/.exec(what)?.groups ?? {};
  if (consumer === undefined || topic === undefined || partition === undefined || offset === undefined) {
    throw new CliError(exitCode.usage, `${what} names neither a held key nor a refused record.`, {
      help: 'Write <group>/<topic>/<partition>/<offset>, or the SEQ of a refused record; "dead-letters list --database" shows both.',
    });
  }
  return { consumer, topic, partition: Number(partition), offset: BigInt(offset) };
}
