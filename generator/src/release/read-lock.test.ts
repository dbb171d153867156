import { describe, expect, it } from 'vitest';
import { readLock } from './read-lock.ts';

const subject = '{ "subject": "shop.orders-key", "version": 1, "schema": "string", "fingerprint": "sha256:00" }';
const lists = ['subjects', 'schemas', 'applications', 'servers', 'operations', 'channels', 'messages'];

/** A lock with one list as given, from line 3 on, and the others empty. */
function lock(name: string, items: string): string {
  const others = lists.filter((one) => one !== name).map((one) => `"${one}": []`);
  return `{\n${['"lockVersion": 1', `"${name}": ${items}`, ...others].join(',\n')}\n}\n`;
}

/** Place and message of what is wrong. */
function problemOf(text: string): readonly unknown[] {
  const read = readLock(text, 'eventwright.lock');
  if (read.kind === 'lock') return [];
  const { message, position, help } = read.finding;
  expect(help).toContain('eventwright release');
  return [position.line, position.column, message.replace('The lock cannot be used: ', '')];
}

describe('readLock', () => {
  it.each([
    ['', 1, 1, 'the text ends where a value is expected.'],
    ['{ "lockVersion": 1', 1, 19, 'a comma or "}" is expected here.'],
    ['{ "lockVersion": 1 }', 1, 1, "'subjects' is missing."],
    ['{}', 1, 1, "'lockVersion' must be a whole number from 1 on."],
    ['[]', 1, 1, 'an object must stand here.'],
    ['{ "lockVersion": 2 }', 1, 1, 'a newer version of eventwright has written it (lockVersion 2).'],
    [lock('subject', '[]'), 3, 12, "there is no 'subject' in it."],
    [lock('subjects', '{}'), 3, 13, "'subjects' must be a list."],
    [lock('subjects', `[${subject},\n${subject}]`), 4, 1, 'it says the same thing in line 3 and again here.'],
    [lock('subjects', `[${subject.replace('1', '0')}]`), 3, 57, "'version' must be a whole number from 1 on."],
    [lock('channels', '[{ "address": "a" }]'), 3, 14, "'partitions' must be a whole number from 1 on."],
    [
      lock('channels', '[{ "address": "a", "partitions": 1, "replicas": 1, "compatibility": "SOME" }]'),
      3,
      81,
      "'compatibility' must be one of NONE, BACKWARD, BACKWARD_TRANSITIVE, FORWARD, FORWARD_TRANSITIVE, FULL, FULL_TRANSITIVE.",
    ],
    [
      lock(
        'channels',
        '[{ "address": "a", "messages": ["Order"], "partitions": 1, "replicas": 1, "compatibility": "NONE" }]',
      ),
      3,
      14,
      "it names 'Order', of which it says nothing.",
    ],
    ['{\n<<<<<<< HEAD\n  "lockVersion": 1\n=======\n', 2, 1, 'git has left a conflict in it.'],
  ])('says where it is broken: %j', (text, ...problem) => {
    expect(problemOf(text)).toEqual(problem);
  });

  it('takes lines in any order, as a merge leaves them, and sorts them', () => {
    const second = subject.replace('"version": 1', '"version": 10');
    const third = subject.replace('"version": 1', '"version": 9');
    const read = readLock(lock('subjects', `[${second},\n${third},\n${subject}]`), 'eventwright.lock');
    const versions = read.kind === 'lock' ? read.lock.subjects.map(({ version }) => version) : [];
    expect(versions).toEqual([1, 9, 10]);
  });

  it('takes what has line ends of another system', () => {
    expect(readLock(lock('subjects', `[${subject}]`).replaceAll('\n', '\r\n'), 'eventwright.lock').kind).toBe('lock');
  });
});
