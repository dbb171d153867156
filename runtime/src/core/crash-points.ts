/** Moments at which a crash has to do no harm, in the order in which a message passes them. */
export const crashPoints = [
  /** Its transaction is open, its handler not yet called. */
  'before-effect',
  /** Its handler is done, its transaction not committed. */
  'after-effect',
  /** Its transaction is committed, its offset is not. */
  'after-commit',
  /** Its offset is committed. */
  'after-offset-commit',
  /** What it sent was published and acknowledged, and still stands in the outbox. */
  'after-publish',
] as const;

export type CrashPoint = (typeof crashPoints)[number];

/**
 * For tests: called whenever a point is reached, and waited for. To crash there, end the process; or in the same process
 * never resolve, and end what runs. Rejections count as failures of the work at hand.
 */
export type CrashPoints = (point: CrashPoint) => void | Promise<void>;
