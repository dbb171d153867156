import {
  type DeadLetter,
  deadLetterFrom,
  isSelected,
  type LetterSelection,
  type LetterState,
  letterStates,
  redrivenLetter,
} from '@eventwright/runtime/dead-letters';
import { readTopics } from '@eventwright/runtime/kafka';
import { channelTopics } from '../../model/channel-topics.ts';
import type { ContractModel } from '../../model/contract-model.ts';
import { deadLetterChannels } from '../../model/dead-letter-channels.ts';
import type { Container } from '../container.ts';
import { plural } from '../report/plural.ts';
import { type BrokersOption, brokerList, kafkaFailed } from './kafka-address.ts';

export interface LettersOptions extends BrokersOption, LetterSelection {
  /** Topics that letters come from, or their dead letter topics. Default: all of the contracts. */
  readonly topic?: readonly string[];
}

/** Selected dead letters, with what became of them; oldest death first. */
export interface ReadLetters {
  readonly letters: readonly (DeadLetter & { readonly state: LetterState })[];
  /** Records of these topics that no runtime of ours has put there. */
  readonly foreign: number;
}

/** Reads the dead letter topics, and from the time of the oldest letter on the topics that redrives go to. */
export async function readLetters(
  container: Container,
  model: ContractModel,
  options: LettersOptions,
): Promise<ReadLetters> {
  const { signal } = container.io;
  const address = { brokers: brokerList(options), clientId: 'eventwright' };
  const topics = deadLetterTopics(model, options.topic);
  container.progress(`reading ${plural(topics.length, 'dead letter topic')} at ${options.brokers}`);
  const all: DeadLetter[] = [];
  const redriven = new Set<string>();
  let foreign = 0;
  try {
    await readTopics(address, {
      topics: new Map(topics.map((topic) => [topic, undefined])),
      signal,
      onRecord: (record) => {
        const letter = deadLetterFrom(record);
        if (letter === undefined) foreign += 1;
        else all.push(letter);
      },
    });
    const origins = oldestDeaths(all.filter((letter) => isSelected(letter, options)));
    if (origins.size > 0) container.progress(`looking for redrives in ${plural(origins.size, 'topic')}`);
    await readTopics(address, {
      topics: origins,
      signal,
      onRecord: (record) => {
        const id = redrivenLetter(record);
        if (id !== undefined) redriven.add(id);
      },
    });
  } catch (error) {
    signal.throwIfAborted();
    kafkaFailed(options, error);
  }
  const states = letterStates(all, redriven);
  const letters = all
    .filter((letter) => isSelected(letter, options))
    .map((letter) => ({ ...letter, state: states.get(letter) ?? 'open' }))
    .sort((one, other) => one.deadAt.getTime() - other.deadAt.getTime());
  return { letters, foreign };
}

function deadLetterTopics(model: ContractModel, chosen: readonly string[] | undefined): readonly string[] {
  const topics = chosen ?? deadLetterChannels(model).flatMap((channel) => channelTopics(channel));
  return [...new Set(topics.map((topic) => (topic.endsWith('.dlt') ? topic : `${topic}.dlt`)))].sort();
}

/** A redrive is younger than the death; clocks of other machines may be a little behind. */
const slack = 60 * 60 * 1_000;

function oldestDeaths(letters: readonly DeadLetter[]): ReadonlyMap<string, Date> {
  const oldest = new Map<string, Date>();
  for (const { original, record } of letters) {
    const since = new Date(record.timestamp - slack);
    const known = oldest.get(original.topic);
    if (known === undefined || since < known) oldest.set(original.topic, since);
  }
  return oldest;
}
