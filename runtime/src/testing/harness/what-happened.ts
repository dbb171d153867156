import type { StoredRecord } from '../../core/transport.ts';
import type { Backlog } from './backlog.ts';
import type { ContractEvent, ReadEvent } from './contract-events.ts';
import { deathOf, deathsAmong, isAbout } from './dead-letter.ts';
import type { Journal } from './journal.ts';

/** The newest are enough to see what is wrong. */
const most = 20;

/** Records and warnings in words, for the message of an expectation that was not met. */
export async function whatHappened(journal: Journal, read: ReadEvent, backlog?: Backlog): Promise<string> {
  const records = journal.records.filter((record) => deathOf(record) === undefined);
  const lines = await Promise.all(
    records.slice(-most).map(async (record) => recordLine(record, await read(record), { journal, backlog })),
  );
  const left = records.length - lines.length;
  const warnings = journal.warnings.slice(-most).map((warning) => `a warning: ${warning}`);
  if (lines.length + warnings.length === 0) return 'Nothing was sent.';
  const earlier = left > 0 ? [`${left} earlier messages`] : [];
  return `This happened:${[...earlier, ...lines, ...warnings].map((line) => `\n  ${line}`).join('')}`;
}

interface Seen {
  readonly journal: Journal;
  readonly backlog: Backlog | undefined;
}

function recordLine(record: StoredRecord, found: ContractEvent | undefined, seen: Seen): string {
  const { topic, partition, offset } = record;
  const place = `${topic}/${partition}/${offset}`;
  if (found === undefined) return `a record at ${place} that is no message of the contracts`;
  const groups = seen.journal.groupsAt(topic).filter((group) => found.message.groups.includes(group));
  const states = groups.map((group) => `${group}: ${stateOf(record, group, seen)}`);
  const listeners = states.length === 0 ? 'nobody who receives it runs' : states.join(', ');
  return `${found.name} with key ${keyText(found.event.key)} at ${place}; ${listeners}`;
}

function stateOf(record: StoredRecord, group: string, { journal, backlog }: Seen): string {
  const death = deathsAmong(journal.records).find((one) => one.group === group && isAbout(one, record));
  if (death !== undefined) return `dead, ${death.error}`;
  return backlog?.parked(group, record) ?? journal.progress(group, record);
}

function keyText(key: unknown): string {
  return JSON.stringify(key, (_, part: unknown) => (typeof part === 'bigint' ? `${part}` : part));
}
