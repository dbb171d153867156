import type { Position, Schema } from '@eventwright/avro';
import type { ContractModel } from './contract-model.ts';

/** An earlier state of the contracts, which they are compared with. */
export interface Base {
  /** For people: `main`, `the last release`, the address of a registry. */
  readonly label: string;
  /** Undefined where only schemas are known, as of a registry. */
  readonly model: ContractModel | undefined;
  /** Whether the model lacks what is only for people, such as descriptions: a lock does not keep it. */
  readonly isWithoutTexts?: boolean;
  /** What each subject held, oldest version first. */
  readonly subjects: ReadonlyMap<string, readonly SubjectVersion[]>;
  /** What the lock of the base says was released and is not there as it was. Absent where the base has no lock. */
  readonly altered?: readonly AlteredSchema[];
}

export interface SubjectVersion {
  readonly version: number;
  readonly schema: Schema;
}

/**
 * A released schema version that today's contracts hold otherwise or no more. `changed`: its definition was edited.
 * `superseded`: released schemas that use it by name now take a newer version of it. `removed`: nothing defines it.
 */
export interface AlteredSchema {
  readonly kind: 'changed' | 'superseded' | 'removed';
  /** Full Avro name. */
  readonly name: string;
  readonly version: number;
  /** The definition that was changed or is newer; of one that was removed its line in the lock. */
  readonly position: Position;
  /** What was released with it in it, by subject and version. */
  readonly releases: readonly { readonly subject: string; readonly version: number }[];
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly help: string;
}
