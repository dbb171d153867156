import type { StoredRecord } from '../../core/transport.ts';

/** How far a consumer group is with a record. */
export type Progress = 'not delivered' | 'at work' | 'done';

/** A partition of a topic. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
}

/** What has happened on the harness, as far as the log can see it. */
export interface Journal {
  /** In the order in which they became durable. */
  readonly records: readonly StoredRecord[];
  /** What applications have warned of, oldest first. */
  readonly warnings: readonly string[];
  /** Counts what has happened. */
  readonly version: number;
  /** Groups with a member that takes records of the topic. */
  groupsAt(topic: string): readonly string[];
  progress(group: string, record: StoredRecord): Progress;
  /** Resolves with true once the version is another one, with false where it stays so for that many milliseconds. */
  changed(version: number, timeout: number): Promise<boolean>;
  readonly note: JournalNotes;
}

/** How the harness notes what happens. */
export interface JournalNotes {
  published(records: readonly StoredRecord[]): void;
  delivered(group: string, records: readonly StoredRecord[]): void;
  /** Everything before the offset is done. */
  committed(group: string, place: Place, offset: bigint): void;
  /** A member has joined; it has left once the function is called. */
  joined(group: string, topics: readonly string[]): () => void;
  warned(warning: string): void;
}

export function createJournal(): Journal {
  const records: StoredRecord[] = [];
  const warnings: string[] = [];
  const members = new Set<{ readonly group: string; readonly topics: readonly string[] }>();
  const delivered = createOffsets();
  const committed = createOffsets();
  const changes = createChanges();
  return {
    records,
    warnings,
    get version() {
      return changes.version;
    },
    changed: changes.changed,
    groupsAt: (topic) => [
      ...new Set([...members].filter(({ topics }) => topics.includes(topic)).map(({ group }) => group)),
    ],
    progress: (group, record) => {
      if (committed.of(group, record) > record.offset) return 'done';
      return delivered.of(group, record) > record.offset ? 'at work' : 'not delivered';
    },
    note: {
      published: (published) => {
        records.push(...published);
        changes.count();
      },
      delivered: (group, batch) => {
        for (const record of batch) delivered.set(group, record, record.offset + 1n);
        changes.count();
      },
      committed: (group, place, offset) => {
        committed.set(group, place, offset);
        changes.count();
      },
      joined: (group, topics) => {
        const member = { group, topics };
        members.add(member);
        changes.count();
        return () => {
          members.delete(member);
          changes.count();
        };
      },
      warned: (warning) => {
        warnings.push(warning);
        changes.count();
      },
    },
  };
}

interface Offsets {
  /** Zero where nothing was noted. */
  of(group: string, place: Place): bigint;
  set(group: string, place: Place, offset: bigint): void;
}

function createOffsets(): Offsets {
  const offsets = new Map<string, bigint>();
  const keyOf = (group: string, { topic, partition }: Place): string => JSON.stringify([group, topic, partition]);
  return {
    of: (group, place) => offsets.get(keyOf(group, place)) ?? 0n,
    set: (group, place, offset) => offsets.set(keyOf(group, place), offset),
  };
}

interface Changes {
  readonly version: number;
  count(): void;
  changed(version: number, timeout: number): Promise<boolean>;
}

function createChanges(): Changes {
  let version = 0;
  let next = Promise.withResolvers<true>();
  return {
    get version() {
      return version;
    },
    count: () => {
      version += 1;
      next.resolve(true);
      next = Promise.withResolvers();
    },
    changed: async (known, timeout) => {
      if (known !== version) return true;
      const late = Promise.withResolvers<false>();
      const timer = setTimeout(() => late.resolve(false), timeout);
      const change = await Promise.race([next.promise, late.promise]);
      clearTimeout(timer);
      return change;
    },
  };
}
