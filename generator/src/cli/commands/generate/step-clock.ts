/** Where the time of a run goes. */
export interface StepClock {
  /** Ends the step that is under way and starts the next; the same name twice adds up. */
  next(step: string): void;
  /** Milliseconds of each step, in the order of their starts. Ends the last one. */
  read(): readonly { readonly step: string; readonly milliseconds: number }[];
}

export function startStepClock(first: string, now: () => number = () => performance.now()): StepClock {
  const spent = new Map<string, number>();
  let current = { step: first, since: now() };
  const next = (step: string): void => {
    const at = now();
    spent.set(current.step, (spent.get(current.step) ?? 0) + at - current.since);
    current = { step, since: at };
  };
  return {
    next,
    read() {
      next('');
      spent.delete('');
      return [...spent].map(([step, milliseconds]) => ({ step, milliseconds: Math.round(milliseconds) }));
    },
  };
}
