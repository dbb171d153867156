export interface Bell {
  /** Resolves after so many milliseconds, or when it is rung. */
  wait(milliseconds: number): Promise<void>;
  /** A ring while nobody waits is kept for the next wait. */
  ring(): void;
}

/** Wakes a loop that pauses. */
export function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    wait: (milliseconds) =>
      new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          rung = false;
          wake = undefined;
          resolve();
        };
        const timer = setTimeout(end, rung ? 0 : milliseconds);
        wake = end;
      }),
    ring: () => {
      rung = true;
      wake?.();
    },
  };
}
