/** The kinds of incompatibility, by the names that Avro Java and Confluent's registry use. */
export type IncompatibilityType =
  | 'NAME_MISMATCH'
  | 'FIXED_SIZE_MISMATCH'
  | 'MISSING_ENUM_SYMBOLS'
  | 'READER_FIELD_MISSING_DEFAULT_VALUE'
  | 'TYPE_MISMATCH'
  | 'MISSING_UNION_BRANCH';

/** One reason why a reader may fail on what a writer wrote. */
export interface Incompatibility {
  readonly type: IncompatibilityType;
  /** JSON pointer into the reader's schema, `/` for the root; a step into a union of the writer is the branch's index. */
  readonly location: string;
  /** As Avro Java words it. */
  readonly message: string;
}

/** Whether every datum of a writer can be read; if not, why. */
export interface Compatibility {
  readonly compatible: boolean;
  readonly incompatibilities: readonly Incompatibility[];
}
