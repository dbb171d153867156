/** Bytes that the claims of an application may have in flight together, in even shares: one that stands still takes nothing of another's. */
export interface WindowBytes {
  /** What each may have now. */
  readonly share: number;
  /** One more has a share, until the signal is aborted. */
  join(signal: AbortSignal): void;
}

export interface BytesAtMost {
  readonly together: number;
  readonly each: number;
}

const mebibyte = 1_048_576;

/** Of keys, values and headers as they are read, which is a part of what a record takes while it is handled. */
export const mostBytes: BytesAtMost = { together: 64 * mebibyte, each: 32 * mebibyte };

export function createWindowBytes({ together, each }: BytesAtMost = mostBytes): WindowBytes {
  let claims = 0;
  return {
    get share() {
      return Math.min(each, together / Math.max(1, claims));
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
