import type { History } from '../history/history.ts';
import type { Allowances } from '../history/violation.ts';
import type { Stage } from '../stage/stage.ts';
import type { Load } from '../workload/member-settings.ts';

/** A fault, and what a pipeline under load has to make of it. */
export interface FaultCase {
  /** `F6`; variants of one fault have names such as `F6 after-commit`. */
  readonly id: string;
  /** What happens, for the report. */
  readonly title: string;
  /** It harms the engines or their networks, so nothing else may run meanwhile. Default false. */
  readonly alone?: boolean;
  /** Takes minutes: begun before the others, so that none waits for it alone. */
  readonly long?: boolean;
  /** Brokers that it needs. Default 1. */
  readonly nodes?: 1 | 3;
  /** `small`: PostgreSQL has a small disk for itself, which takes the rights to mount one. */
  readonly disk?: 'small';
  /** Different from the usual load of the run. */
  readonly load?: Partial<Load>;
  /** Partitions of each topic. Default 4. */
  readonly partitions?: number;
  /** Consumers of each kind that work when the faults begin. Default 1; a case that starts its own says 0. */
  readonly consumers?: number;
  /** What it may do that would be wrong in any other. */
  readonly allowed?: Allowances;
  /**
   * Does harm while the load is on. Whatever it leaves broken is healed when it resolves: the network, what was stopped
   * and what was killed of the engines; processes that crashed are its own business.
   */
  disturb(stage: Stage): Promise<void>;
  /** What has to hold besides the invariants: what does not, in words. */
  check?(stage: Stage, history: History): Promise<readonly string[]>;
}
