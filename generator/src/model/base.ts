import type { Schema } from '@eventwright/avro';
import type { ContractModel } from './contract-model.ts';

/** An earlier state of the contracts, which they are compared with. */
export interface Base {
  /** For people: `main`, `the last release`, the address of a registry. */
  readonly label: string;
  /** Undefined where only schemas are known, as of a registry. */
  readonly model: ContractModel | undefined;
  /** What each subject held, oldest version first. */
  readonly subjects: ReadonlyMap<string, readonly SubjectVersion[]>;
}

export interface SubjectVersion {
  readonly version: number;
  readonly schema: Schema;
  /** Whether it was released, so that it must never change. */
  readonly isReleased: boolean;
}
