/** A guard of the runtime, switched off: one piece of one source file is replaced while it is loaded. */
export interface Mutation {
  /** What does not happen any more. */
  readonly name: string;
  /** Path in the repository. */
  readonly file: string;
  /** Stands in the file once. */
  readonly search: string;
  readonly replace: string;
  /** The fault that has to show it. */
  readonly shownBy: string;
}

/** The file with the piece replaced. Throws where it is not there, or not just once: the guard has moved. */
export function mutate(source: string, { name, file, search, replace }: Mutation): string {
  const parts = source.split(search);
  if (parts.length !== 2) {
    const found = parts.length - 1;
    throw new Error(`The guard '${name}' stands ${found} times in ${file}, not once. Bring its mutation up to date.`);
  }
  return parts.join(replace);
}
