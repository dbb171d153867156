/** Which topic a position is of: names come again, ids do not. */
export interface TopicIdentity {
  /** Id of the cluster; empty where it has none. */
  readonly cluster: string;
  /** Kafka's id of the topic. */
  readonly topic: string;
}

const format = /^eventwright cluster=(?<cluster>\S*) topic=(?<topic>\S+)$/;

/** What a group stores beside a position, so that whoever reads it can tell whether it is of the topic that there is now. */
function positionNote({ cluster, topic }: TopicIdentity): string {
  return `eventwright cluster=${cluster} topic=${topic}`;
}

/** By topic, the note to its positions. */
export function positionNotes(topics: ReadonlyMap<string, TopicIdentity>): ReadonlyMap<string, string> {
  return new Map([...topics].map(([topic, identity]) => [topic, positionNote(identity)]));
}

/**
 * True where the note says that the position is of a topic before this one. Positions without a note, as operators and
 * other clients store them, are taken at their word; so are those that were copied from another cluster.
 */
export function isOfEarlierTopic(note: string | null | undefined, present: TopicIdentity): boolean {
  const { cluster, topic } = format.exec(note ?? '')?.groups ?? {};
  return topic !== undefined && cluster === present.cluster && topic !== present.topic;
}
