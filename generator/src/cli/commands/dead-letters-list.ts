import type { JsonObject } from '@eventwright/avro';
import { keyText } from '@eventwright/runtime/dead-letters';
import { type HeldKey, listHeldKeys, listRefusedRecords, type RefusedRecord } from '@eventwright/runtime/delivery';
import type { Container } from '../container.ts';
import { withServiceDatabase } from '../dead-letters/open-service-database.ts';
import { type LettersOptions, type ReadLetters, readLetters } from '../dead-letters/read-letters.ts';
import type { ExitCode } from '../exit-code.ts';
import { openProject, reportOf } from '../open-project.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import { tableWithin } from '../report/table.ts';

export interface ListOptions extends LettersOptions {
  readonly by: 'error' | 'key' | 'letter';
  /** Also those that were redriven. */
  readonly all?: true;
  readonly limit: number;
  /** Of a service, for what is held and refused there. */
  readonly database?: string;
}

type Letter = ReadLetters['letters'][number];

/** `eventwright dead-letters list` */
export async function listLetters(container: Container, options: ListOptions): Promise<ExitCode> {
  const project = await openProject(container);
  const { letters, foreign } = await readLetters(container, project.contracts.model, options);
  const shown = options.all ? letters : letters.filter(({ state }) => state === 'open');
  const kept = options.database === undefined ? undefined : await withServiceDatabase(options.database, readKept);
  const width = widthOf(container);
  return printReport(container, {
    ...reportOf('dead-letters list', project, []),
    lines: [
      ...letterLines(shown, { ...options, width }),
      ...summary(letters, foreign),
      ...(kept === undefined ? [] : keptLines(kept, width)),
    ],
    data: { letters: shown.slice(0, options.limit).map(letterData), ...counts(letters), foreign, ...keptData(kept) },
  });
}

interface Kept {
  readonly held: readonly HeldKey[];
  readonly refused: readonly RefusedRecord[];
}

async function readKept(database: Parameters<typeof listHeldKeys>[0]): Promise<Kept> {
  return { held: await listHeldKeys(database), refused: await listRefusedRecords(database) };
}

interface Layout extends Pick<ListOptions, 'by' | 'limit'> {
  readonly width: number;
}

function letterLines(letters: readonly Letter[], { by, limit, width }: Layout): readonly string[] {
  const rows = by === 'letter' ? letters.map(letterRow) : groupRows(letters, by);
  const more = rows.length - limit;
  const head = by === 'letter' ? letterHead : groupHead[by];
  const lines = rows.length === 0 ? [] : tableWithin(width, [head, ...rows.slice(0, limit)]);
  return more > 0 ? [...lines, `and ${more} more: --limit shows them`] : lines;
}

const letterHead = ['LETTER', 'DIED', 'GROUP', 'KEY', 'MESSAGE', 'REASON', 'STATE', 'ERROR'];
const groupHead = {
  error: ['ERROR', 'LETTERS', 'DIED', 'TOPIC', 'GROUP', 'REASON', 'FOR EXAMPLE'],
  key: ['KEY', 'LETTERS', 'DIED', 'TOPIC', 'GROUP', 'REASON', 'FOR EXAMPLE'],
} as const;

function letterRow({ id, deadAt, group, record, type, reason, state, errorMessage }: Letter): readonly string[] {
  return [id, timeText(deadAt), group, keyOf(record.key), type ?? '-', reason, state, oneLine(errorMessage)];
}

function groupRows(letters: readonly Letter[], by: 'error' | 'key'): readonly (readonly string[])[] {
  const nameOf = ({ fingerprint, record }: Letter): string => (by === 'error' ? fingerprint : keyOf(record.key));
  const groups = Map.groupBy(letters, (letter) =>
    JSON.stringify([letter.original.topic, letter.group, letter.reason, nameOf(letter)]),
  );
  return [...groups.values()]
    .sort((one, other) => other.length - one.length)
    .flatMap((group) => {
      const [first, last] = [group[0], group.at(-1)];
      if (first === undefined || last === undefined) return [];
      const whose = [first.original.topic, first.group, first.reason];
      const when = spanText(first.deadAt, last.deadAt);
      return [[nameOf(first), String(group.length), when, ...whose, oneLine(last.errorMessage)]];
    });
}

function counts(letters: readonly Letter[]): {
  readonly open: number;
  readonly redriven: number;
  readonly deadAgain: number;
} {
  const count = (wanted: Letter['state']): number => letters.filter(({ state }) => state === wanted).length;
  return { open: count('open'), redriven: count('redriven'), deadAgain: count('dead again') };
}

function summary(letters: readonly Letter[], foreign: number): readonly string[] {
  const { open, redriven, deadAgain } = counts(letters);
  const parts = [`${plural(open, 'letter')} open`, `${redriven} redriven`];
  if (deadAgain > 0) parts.push(`${deadAgain} redriven and dead again, as later letters`);
  if (foreign > 0) parts.push(`${plural(foreign, 'record')} that no runtime of ours put there`);
  const note =
    redriven > 0 ? ['Whether a redrive went well, its consumer knows: a failed one is an open letter again.'] : [];
  return [parts.join(', '), ...note];
}

function keptLines({ held, refused }: Kept, width: number): readonly string[] {
  const heldRows = held.map((key) => [
    `${key.consumer}/${key.topic}/${key.partition}/${key.offset}`,
    timeText(key.parkedAt),
    keyOf(key.key),
    plural(key.followers, 'follower'),
    oneLine(key.error ?? ''),
  ]);
  const refusedRows = refused.map((one) => [
    String(one.seq),
    timeText(one.refusedAt),
    keyOf(one.key),
    one.topic,
    `${one.bytes} bytes`,
    oneLine(one.error),
  ]);
  return [
    '',
    `${plural(held.length, 'key')} held in the database`,
    ...(heldRows.length === 0
      ? []
      : tableWithin(width, [['HELD KEY', 'SINCE', 'KEY', 'BEHIND IT', 'ERROR'], ...heldRows])),
    `${plural(refused.length, 'record')} of the outbox refused by the log`,
    ...(refusedRows.length === 0
      ? []
      : tableWithin(width, [['SEQ', 'SINCE', 'KEY', 'TOPIC', 'SIZE', 'ERROR'], ...refusedRows])),
  ];
}

function keptData(kept: Kept | undefined): JsonObject {
  if (kept === undefined) return {};
  return {
    held: kept.held.map(({ consumer, topic, partition, offset, key, eventId, followers, error, parkedAt }) => ({
      place: `${consumer}/${topic}/${partition}/${offset}`,
      key: keyOf(key),
      eventId,
      followers,
      error: error ?? null,
      since: parkedAt.toISOString(),
    })),
    refused: kept.refused.map(({ seq, topic, key, bytes, holdsKey, error, refusedAt }) => ({
      seq: String(seq),
      topic,
      key: keyOf(key),
      bytes,
      holdsKey,
      error,
      since: refusedAt.toISOString(),
    })),
  };
}

/** A letter without its payload: reports are passed around. */
export function letterData({ id, original, record, ...letter }: Letter): JsonObject {
  return {
    id,
    state: letter.state,
    topic: original.topic,
    partition: original.partition,
    offset: String(original.offset),
    key: keyOf(record.key),
    group: letter.group,
    service: letter.service,
    message: letter.type ?? null,
    eventId: letter.eventId ?? null,
    reason: letter.reason,
    errorClass: letter.errorClass,
    errorMessage: letter.errorMessage,
    fingerprint: letter.fingerprint,
    attempts: letter.attempts,
    firstFailedAt: letter.firstFailedAt?.toISOString() ?? null,
    deadAt: letter.deadAt.toISOString(),
    redrives: letter.replayCount,
  };
}

export function keyOf(key: Uint8Array | null): string {
  return key === null ? '-' : keyText(key);
}

/** In the reader's own time would be nicer, but logs have UTC. */
function timeText(time: Date): string {
  return time.toISOString().slice(0, 19).replace('T', ' ');
}

/** From one minute to the other: `2026-11-21 14:06`, `2026-11-21 14:06 to 15:10`. */
function spanText(first: Date, last: Date): string {
  const [from, to] = [timeText(first).slice(0, 16), timeText(last).slice(0, 16)];
  if (from === to) return from;
  return `${from} to ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to}`;
}

export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** What a line of a table may take: that of the terminal; in a file enough for most. */
export const widthOf = ({ io }: Container): number => io.stdout.columns ?? 160;
