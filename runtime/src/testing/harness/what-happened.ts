import type { StoredRecord } from '../../core/transport.ts';
import type { ReadEvent } from './contract-events.ts';
import { deathOf, deathsAmong, isAbout } from './dead-letter.ts';
import type { Journal } from './journal.ts';

/** The newest are enough to see what is wrong. */
const most = 20;

/** Records and warnings in words, for the message of an expectation that was not met. */
export async function whatHappened(journal: Journal, read: ReadEvent): Promise<string> {
  const records = journal.records.filter((record) => deathOf(record) === undefined);
  const lines = await Promise.all(records.slice(-most).map((record) => recordLine(record, journal, read)));
  const left = records.length - lines.length;
  const warnings = journal.warnings.slice(-most).map((warning) => `a warning: ${warning}`);
  if (lines.length + warnings.length === 0) return 'Nothing was sent.';
  const earlier = left > 0 ? [`${left} earlier messages`] : [];
  return `This happened:${[...earlier, ...lines, ...warnings].map((line) => `\n  ${line}`).join('')}`;
}

async function recordLine(record: StoredRecord, journal: Journal, read: ReadEvent): Promise<string> {
  const { topic, partition, offset } = record;
  const found = await read(record);
  const place = `${topic}/${partition}/${offset}`;
  if (found === undefined) return `a record at ${place} that is no message of the contracts`;
  const groups = journal.groupsAt(topic).filter((group) => found.message.groups.includes(group));
  const states = groups.map((group) => `${group}: ${stateOf(record, group, journal)}`);
  const listeners = states.length === 0 ? 'nobody who receives it runs' : states.join(', ');
  return `${found.name} with key ${keyText(found.event.key)} at ${place}; ${listeners}`;
}

function stateOf(record: StoredRecord, group: string, journal: Journal): string {
  const death = deathsAmong(journal.records).find((one) => one.group === group && isAbout(one, record));
  return death === undefined ? journal.progress(group, record) : `dead, ${death.error}`;
}

function keyText(key: unknown): string {
  return JSON.stringify(key, (_, part: unknown) => (typeof part === 'bigint' ? `${part}` : part));
}
