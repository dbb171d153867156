import type { Position } from '@eventwright/avro';
import type { Lock } from './lock.ts';

/** To be raised when a lock of today could not be read by an earlier release. */
export const lockVersion = 1;

/**
 * The text of the file. One line for each thing, so that two branches that release different things merge, and what was
 * released by a commit is what its diff adds.
 */
export function lockText(lock: Lock): string {
  const members = Object.entries(sectionTexts(lock)).map(([name, text]) => `  "${name}": ${text}`);
  return `{\n  "lockVersion": ${lockVersion},\n${members.join(',\n')}\n}\n`;
}

/** The text of each list by its name, in the order of the file. */
export function sectionTexts({
  subjects,
  schemas,
  applications,
  servers,
  operations,
  channels,
  messages,
}: Lock): Readonly<Record<string, string>> {
  const lists = { subjects, schemas, applications, servers, operations, channels, messages };
  return Object.fromEntries(Object.entries(lists).map(([name, items]) => [name, listText(items)]));
}

const listText = (items: readonly Placed[]): string =>
  items.length === 0 ? '[]' : `[\n${items.map((item) => `    ${itemText(item)}`).join(',\n')}\n  ]`;

interface Placed {
  readonly position: Position;
}

/** Without positions, which are those of the line itself. */
function itemText({ position: _, ...item }: Placed): string {
  const text = JSON.stringify(item, (_key, value: unknown) => (isEmpty(value) ? undefined : value), 1);
  return text.replaceAll(/\n */g, ' ');
}

/** What is not there says as much as an empty list. */
const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every((member) => member === undefined);
