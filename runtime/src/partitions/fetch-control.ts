import type { CommittedOffset } from './offset-committer.ts';

export interface Partition {
  readonly topic: string;
  readonly partition: number;
}

/** Says what a client fetches and from where. On one that has ended, all of it does nothing. */
export interface FetchControl {
  pause(partition: Partition): void;
  resume(partition: Partition): void;
  /** Has the next fetch begin at the offset. */
  seek(place: CommittedOffset): void;
}
