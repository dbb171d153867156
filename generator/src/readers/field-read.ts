/** What code does with a field. `may read everything`: it takes all of a value where nobody can say what it uses of it. */
export type Access = 'reads' | 'writes' | 'may read everything';

/** Where a field is: what is written of an event is its value, its key and its headers. */
export type Part = 'value' | 'key' | 'headers';

/** One place in code that uses a field of a message. */
export interface FieldRead {
  /** `OrderPlaced` */
  readonly message: string;
  readonly part: Part;
  /** Names of fields with dots between them, arrays and maps passed over: `lines.unitPrice`. Empty for the whole part. */
  readonly path: string;
  readonly access: Access;
  /** Of a rest or of what is left by `Omit`: the fields below `path` that it has not. */
  readonly except?: readonly string[];
  /** The package that the file belongs to. */
  readonly service: string;
  /** The applications of the contracts whose client that package makes, as far as they have to do with the message. */
  readonly applications: readonly string[];
  /** Whose code it is, where it is not this repository's: what its manifest is called by. */
  readonly repository?: string;
  /** Relative to the root of the repository, with `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Whether it stands in a test. */
  readonly isTest: boolean;
  /** How the field is used, such as `destructured`. */
  readonly why: string;
  /** The line, without the blanks around it. */
  readonly code: string;
}

/** Something that may hide places, such as an import that leads nowhere. */
export interface ReaderProblem {
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What was found, sorted by place. */
export interface Readers {
  readonly reads: readonly FieldRead[];
  readonly problems: readonly ReaderProblem[];
}

const order: readonly ((read: FieldRead) => string | number)[] = [
  ({ repository = '' }) => repository,
  ({ file }) => file,
  ({ line }) => line,
  ({ column }) => column,
  ({ message }) => message,
  ({ part }) => part,
  ({ path }) => path,
  ({ access }) => access,
  ({ why }) => why,
];

/** Sorted by place, and what is said twice of the same place kept once. */
export function sortReads(reads: Iterable<FieldRead>): readonly FieldRead[] {
  const unique = new Map<string, FieldRead>();
  for (const read of reads) {
    const { repository, file, line, column, message, part, path, access } = read;
    const key = JSON.stringify([repository, file, line, column, message, part, path, access]);
    if (!unique.has(key)) unique.set(key, read);
  }
  return [...unique.values()].sort(compareReads);
}

function compareReads(a: FieldRead, b: FieldRead): number {
  for (const part of order) {
    const [left, right] = [part(a), part(b)];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
