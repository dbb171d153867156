/** Bytes that the claims of an application may have in flight together, in even shares: one that stands still takes nothing of another's. */
export interface WindowBytes {
  /** What each may have now. */
  readonly share: number;
  /** One more has a share, until the signal is aborted. */
  join(signal: AbortSignal): void;
}

/** Of keys, values and headers as they are read; a record that is handled takes some times as much. */
export const mostBytes: number = 32 * 1_048_576;

/** @param together For all of them. */
export function createWindowBytes(together: number = mostBytes): WindowBytes {
  let claims = 0;
  return {
    get share() {
      return together / Math.max(1, claims);
    },
    join(signal) {
      if (signal.aborted) return;
      claims += 1;
      const leave = (): void => {
        claims -= 1;
      };
      signal.addEventListener('abort', leave, { once: true });
    },
  };
}
