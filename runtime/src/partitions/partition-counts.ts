/** How long a count holds, in milliseconds; as long as Java's producer holds it. */
const maxAge = 300_000;

/** Remembers how many partitions topics have. */
export interface PartitionCounts {
  /** The count where it is known; undefined where the brokers have to be asked. */
  known(topic: string): number | undefined;
  /** Rejects with `TOPIC_UNKNOWN` where one of the topics does not exist. */
  of(topics: ReadonlySet<string>): Promise<ReadonlyMap<string, number>>;
}

interface Known {
  readonly count: number;
  readonly until: number;
}

/** @param read asks the brokers; it rejects with `TOPIC_UNKNOWN` where a topic does not exist. */
export function createPartitionCounts(
  read: (topics: readonly string[]) => Promise<ReadonlyMap<string, number>>,
): PartitionCounts {
  const known = new Map<string, Known>();
  let asking: Promise<unknown> = Promise.resolve();

  function missing(topics: ReadonlySet<string>): string[] {
    const now = Date.now();
    return [...topics].filter((topic) => (known.get(topic)?.until ?? 0) <= now);
  }

  async function ask(topics: ReadonlySet<string>): Promise<void> {
    const names = missing(topics);
    if (names.length === 0) return;
    const counts = await read(names);
    for (const [topic, count] of counts) known.set(topic, { count, until: Date.now() + maxAge });
  }

  return {
    known(topic) {
      const { count, until = 0 } = known.get(topic) ?? {};
      return until > Date.now() ? count : undefined;
    },
    async of(topics) {
      if (missing(topics).length > 0) {
        // One at a time, so that calls which start together ask once.
        const asked = asking.then(() => ask(topics));
        asking = asked.catch(() => undefined);
        await asked;
      }
      return new Map([...topics].map((topic) => [topic, known.get(topic)?.count ?? 1]));
    },
  };
}
