import type { Config } from '../../../load/read-config.ts';
import type { Finding } from '../../../model/finding.ts';
import type { WritePlan } from '../../../write/plan-write.ts';
import type { StepClock } from './step-clock.ts';

/** What a run has found out. Nothing is written yet. */
export interface GenerationRun {
  readonly config: Config;
  readonly findings: readonly Finding[];
  /** Texts of the files that findings are about. */
  readonly texts: ReadonlyMap<string, string>;
  readonly outcome: Outcome | undefined;
  /** Paths of the contract files that were read, relative to the folder of the configuration. */
  readonly inputs: readonly string[];
  /** Whether nothing is different from what the last run has left. */
  readonly isRepetition: boolean;
  readonly clock: StepClock;
}

/** What is to be written, where no error forbids it. */
export interface Outcome {
  readonly plan: WritePlan;
  /** The output folder as people know it. */
  readonly out: string;
  /** How many files had to be printed. */
  readonly printed: number;
  readonly files: number;
  /** Keeps what this run knows for the next one. Synchronous: once a run has told its result, nothing can interrupt it. */
  remember(): void;
}
