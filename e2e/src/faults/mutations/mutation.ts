/** A guard of the runtime, switched off: pieces of its sources are replaced while they are loaded. */
export interface Mutation {
  /** What does not happen any more. */
  readonly name: string;
  readonly pieces: readonly Piece[];
  /** What has to show it: the fault of this id, or a test, where no fault can meet the guard often enough. */
  readonly shownBy: string | ShowingTest;
}

export interface ShowingTest {
  /** Path in the repository. */
  readonly file: string;
  /** Its name, or a part of it. */
  readonly name: string;
}

export interface Piece {
  /** Path in the repository. */
  readonly file: string;
  /** Stands in the file once. */
  readonly search: string;
  readonly replace: string;
}

/** The source with the pieces replaced. Throws where one is not there, or not just once: the guard has moved. */
export function mutate(source: string, pieces: readonly Piece[]): string {
  return pieces.reduce((text, { file, search, replace }) => {
    const parts = text.split(search);
    if (parts.length !== 2) {
      throw new Error(
        `'${search}' stands ${parts.length - 1} times in ${file}, not once. Bring the mutation up to date.`,
      );
    }
    return parts.join(replace);
  }, source);
}
