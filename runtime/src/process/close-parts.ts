export type ClosePart = () => void | Promise<void>;

/** What closes each part, by its name. */
export type ClosingParts = Readonly<Record<string, ClosePart>>;

export interface ClosingFailure {
  readonly part: string;
  readonly error: unknown;
}

export interface Closing {
  /** Resolves with what went wrong. */
  readonly ended: Promise<readonly ClosingFailure[]>;
  /** The part that is being closed, and those that come after it. */
  progress(): { readonly current: string | undefined; readonly waiting: readonly string[] };
}

/** Closes parts one after the other, in the order in which they stand; each also where one before it has failed. */
export function closeParts(parts: ClosingParts): Closing {
  const waiting = Object.keys(parts);
  const failures: ClosingFailure[] = [];
  let current: string | undefined;
  const closeAll = async (): Promise<readonly ClosingFailure[]> => {
    for (current = waiting.shift(); current !== undefined; current = waiting.shift()) {
      try {
        await parts[current]?.();
      } catch (error) {
        failures.push({ part: current, error });
      }
    }
    return failures;
  };
  return { ended: closeAll(), progress: () => ({ current, waiting: [...waiting] }) };
}
