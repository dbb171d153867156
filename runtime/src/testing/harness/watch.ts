import type { ReceivedEvent } from '../../core/application.ts';
import { RuntimeError } from '../../core/errors.ts';
import type { StoredRecord } from '../../core/transport.ts';
import type { Backlog } from './backlog.ts';
import type { ContractEvent, ReadEvent } from './contract-events.ts';
import { type DeadLetter, deathOf, deathsAmong, isAbout } from './dead-letter.ts';
import type { Journal } from './journal.ts';
import { whatHappened } from './what-happened.ts';

export type AnyEvent = ReceivedEvent<unknown, unknown, object>;

/** What a test waits for, before the types of the contract. */
export interface Watch {
  sent(name: string, fits?: (event: AnyEvent) => boolean): Promise<AnyEvent>;
  consumed(name: string, fits?: (event: AnyEvent) => boolean): Promise<AnyEvent>;
  settled(): Promise<void>;
  messages(): Promise<readonly { readonly name: string; readonly event: AnyEvent }[]>;
  deadLetters(): Promise<readonly DeadLetter[]>;
}

export interface WatchOptions {
  readonly journal: Journal;
  readonly read: ReadEvent;
  /** In milliseconds. */
  readonly inactivityTimeout: number;
  /** With a database. */
  readonly backlog?: () => Promise<Backlog>;
}

export function createWatch(options: WatchOptions): Watch {
  const { journal, read } = options;
  const settled = (): Promise<true> => eventually(options, 'Not everything was consumed', () => isSettled(options));
  return {
    sent: (name, fits = () => true) =>
      eventually(options, `${name} was not sent`, async () => {
        const [first] = await found(options, name, fits);
        return first?.event;
      }),
    consumed: (name, fits = () => true) =>
      eventually(options, `${name} was not consumed`, async () =>
        firstConsumed(await found(options, name, fits), journal, await options.backlog?.()),
      ),
    settled: async () => {
      await settled();
    },
    messages: async () => {
      await settled();
      const all = await Promise.all(letterless(journal).map(read));
      return all.flatMap((one) => (one === undefined ? [] : [{ name: one.name, event: one.event }]));
    },
    deadLetters: async () => {
      await settled();
      return deadLetters(options);
    },
  };
}

/** How often to look again at the tables of delivery, whose changes the journal does not see; in milliseconds. */
const lookAgain = 20;

/** Checks again after everything that happens, until there is something or nothing more happens. */
async function eventually<T>(
  options: WatchOptions,
  complaint: string,
  check: () => Promise<T | undefined>,
): Promise<T> {
  const { journal, read, inactivityTimeout, backlog } = options;
  const patience = backlog === undefined ? inactivityTimeout : Math.min(lookAgain, inactivityTimeout);
  let quietSince = performance.now();
  let left = '';
  for (;;) {
    const { version } = journal;
    const result = await check();
    if (result !== undefined) return result;
    const before = left;
    left = (await backlog?.())?.version ?? '';
    if ((await journal.changed(version, patience)) || left !== before) quietSince = performance.now();
    else if (performance.now() - quietSince >= inactivityTimeout) break;
  }
  const story = await whatHappened(journal, read, await backlog?.());
  throw new RuntimeError('NOT_OBSERVED', `${complaint}, and nothing happened for ${inactivityTimeout} ms. ${story}`);
}

/** A message with the record that it is. */
interface Found extends ContractEvent {
  readonly record: StoredRecord;
}

async function found(
  { journal, read }: WatchOptions,
  name: string,
  fits: (event: AnyEvent) => boolean,
): Promise<readonly Found[]> {
  const records = letterless(journal);
  const all = await Promise.all(records.map(async (record) => ({ record, found: await read(record) })));
  return all.flatMap(({ record, found }) =>
    found !== undefined && found.name === name && fits(found.event) ? [{ ...found, record }] : [],
  );
}

/** The first that everybody who receives it is done with; throws where there is none such and one is dead. */
function firstConsumed(candidates: readonly Found[], journal: Journal, backlog?: Backlog): AnyEvent | undefined {
  const deaths = deathsAmong(journal.records);
  const states = candidates.map(({ record, message, event, name }) => {
    const groups = journal.groupsAt(record.topic).filter((group) => message.groups.includes(group));
    const death = deaths.find((one) => isAbout(one, record) && message.groups.includes(one.group));
    const isDone = groups.length > 0 && groups.every((group) => isDoneWith(group, record, { journal, backlog }));
    return { name, event, death, isDone };
  });
  const consumed = states.find(({ death, isDone }) => isDone && death === undefined);
  const dead = states.find(({ death }) => death !== undefined);
  if (consumed !== undefined || dead === undefined) return consumed?.event;
  const { group = '', error = '' } = dead.death ?? {};
  throw new RuntimeError(
    'NOT_OBSERVED',
    `${dead.name} was not consumed: ${group} gave it up (${error}). Where that is right, expect it of deadLetters().`,
  );
}

interface Seen {
  readonly journal: Journal;
  readonly backlog: Backlog | undefined;
}

/** On the log a record that is parked is done. */
function isDoneWith(group: string, record: StoredRecord, { journal, backlog }: Seen): boolean {
  return journal.progress(group, record) === 'done' && backlog?.parked(group, record) === undefined;
}

/** True, or undefined. */
async function isSettled({ journal, backlog }: WatchOptions): Promise<true | undefined> {
  const { version, records } = journal;
  const isDone = records.every((record) =>
    journal.groupsAt(record.topic).every((group) => journal.progress(group, record) === 'done'),
  );
  if (!isDone) return undefined;
  const left = await backlog?.();
  if (left !== undefined && left.unpublished + left.waiting > 0) return undefined;
  // What has happened since may have left the tables and come to the log.
  return version === journal.version || undefined;
}

const letterless = ({ records }: Journal): readonly StoredRecord[] =>
  records.filter((record) => deathOf(record) === undefined);

async function deadLetters({ journal, read }: WatchOptions): Promise<readonly DeadLetter[]> {
  const letters = journal.records.flatMap((record) => {
    const death = deathOf(record);
    return death === undefined ? [] : [{ record, death }];
  });
  return Promise.all(
    letters.map(async ({ record, death }): Promise<DeadLetter> => {
      const found = await read({ ...record, topic: death.topic });
      return { ...death, name: found?.name, key: found?.event.key, value: found?.event.value };
    }),
  );
}
