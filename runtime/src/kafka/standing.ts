import type { Assignment } from '../partitions/share-out.ts';

/** What a member knows of its standing in its group. */
export interface Standing {
  /** What the group gave the member and did not take back. */
  readonly assignment: Assignment | undefined;
  assigned(assignment: Assignment): void;
  /** The member is to join again, and has nothing until it has. */
  revoked(): void;
  /**
   * The group has answered a heartbeat of this generation, as it does to members only. Returns what the member has after
   * all: where kafkajs is told to join again and cannot, it goes on in the generation of before if the group does, and
   * says nothing of it.
   */
  answered(generation: number): Assignment | undefined;
}

export function createStanding(): Standing {
  let given: Assignment = {};
  let isRevoked = true;
  /** The one in which the member had what it was given; unknown until a heartbeat of it was answered. */
  let generation: number | undefined;
  let answers = 0;
  return {
    get assignment() {
      return isRevoked ? undefined : given;
    },
    assigned(assignment) {
      given = assignment;
      isRevoked = false;
      generation = undefined;
    },
    revoked() {
      isRevoked = true;
      answers = 0;
    },
    answered(by) {
      if (!isRevoked) {
        generation = by;
        return undefined;
      }
      answers += 1;
      // The first may have been on its way when the member was told.
      if (answers < 2 || by !== generation) return undefined;
      isRevoked = false;
      return given;
    },
  };
}
