import type { DeadLetter, History, PositionHistory, StageHistory, TopicHistory } from '../history/history.ts';
import { eventIdOf, headerOf, readTopic } from './read-topic.ts';
import type { Stage } from './stage.ts';

export interface Observed {
  readonly positions: readonly PositionHistory[];
  readonly recovery: number | undefined;
}

/** Reads the ledgers and the topics once all has come to rest. */
export async function collectHistory(stage: Stage, { positions, recovery }: Observed): Promise<History> {
  const { databases, contract, members, destroyed } = stage;
  const { started, forwarded } = contract;
  return {
    changes: await databases.changes(),
    stages: [await stageHistory(stage, 'middle', started.topic), await stageHistory(stage, 'final', forwarded.topic)],
    topics: [await topicHistory(stage, started.topic), await topicHistory(stage, forwarded.topic)],
    members: members.map(({ history }) => history),
    positions,
    destroyed: [...destroyed],
    recovery,
  };
}

async function stageHistory(stage: Stage, name: 'middle' | 'final', topic: string): Promise<StageHistory> {
  const letters = await readTopic(stage.engines.kafka, `${topic}.dlt`);
  const dead = letters.map((letter): DeadLetter => {
    return { eventId: eventIdOf(letter), reason: headerOf(letter, 'dlq_reason') ?? '' };
  });
  return {
    name,
    effects: await stage.databases.effects(name),
    dead,
    parked: await stage.databases.count(name, 'eventwright_parked'),
  };
}

async function topicHistory({ engines }: Stage, topic: string): Promise<TopicHistory> {
  const records = await readTopic(engines.kafka, topic);
  return { topic, eventIds: records.map(eventIdOf) };
}
