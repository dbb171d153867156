import { headerText } from '../core/header-text.ts';
import type { StoredRecord } from '../core/transport.ts';
import type { DeadLetter } from './dead-letter.ts';

/** What has become of a dead letter, as far as the log tells. */
export type LetterState =
  /** Nothing. */
  | 'open'
  /** It was published again; whether that went well, its consumer knows. */
  | 'redriven'
  /** It was published again and died again, as a later letter. */
  | 'dead again';

/** The dead letter that a record of the log is the redrive of; undefined where it is none. */
export function redrivenLetter({ headers }: Pick<StoredRecord, 'headers'>): string | undefined {
  const id = headers.get('dlq_replay_id');
  return id === undefined ? undefined : headerText('dlq_replay_id', id);
}

/** @param redriven Ids of the letters whose redrives the log holds. */
export function letterStates(
  letters: readonly DeadLetter[],
  redriven: ReadonlySet<string>,
): ReadonlyMap<DeadLetter, LetterState> {
  const diedAgain = new Set(letters.flatMap(({ replayOf }) => (replayOf === undefined ? [] : [replayOf])));
  const stateOf = ({ id }: DeadLetter): LetterState =>
    diedAgain.has(id) ? 'dead again' : redriven.has(id) ? 'redriven' : 'open';
  return new Map(letters.map((letter) => [letter, stateOf(letter)]));
}
