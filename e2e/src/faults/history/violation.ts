/** The promises that a history is held against; see README.md. */
export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9';

export interface Violation {
  readonly invariant: Invariant;
  readonly message: string;
}

/** Within so many milliseconds a pipeline has to have caught up. */
export const usualRecovery = 60_000;

/** What a case may do that would be wrong in any other. */
export interface Allowances {
  /** Dead letters that the case makes on purpose. Default: none. */
  readonly dead?: (eventId: string, reason: string) => boolean;
  /** Events on the topics that no change has sent, since the case has put them there. Default: none. */
  readonly strangers?: (eventId: string) => boolean;
  /** Keys whose order the case breaks on purpose. Default: none. */
  readonly unordered?: readonly string[];
  /** Exit codes of processes that nobody has ended. Default: none. */
  readonly exits?: readonly number[];
  /** Resident memory of a process, in MiB. Default 400. */
  readonly memory?: number;
  /** Milliseconds from the last fault's end until everything is handled. Default `usualRecovery`. */
  readonly recovery?: number;
  /** Positions may go back, since the case resets a group. Default false. */
  readonly resets?: boolean;
  /** Parked records may be left, since the case holds keys. Default false. */
  readonly parked?: boolean;
}

/** One violation, with some of the examples; none where there are none. */
export function violation(invariant: Invariant, what: string, examples: readonly string[]): readonly Violation[] {
  if (examples.length === 0) return [];
  const more = examples.length > 5 ? `, … (${examples.length} in all)` : '';
  return [{ invariant, message: `${what}: ${examples.slice(0, 5).join(', ')}${more}` }];
}
