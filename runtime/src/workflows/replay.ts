import { type AnyWorkflow, callable } from './any-workflow.ts';
import type { RecordedTransition } from './list-workflows.ts';
import { printState } from './state-text.ts';
import { type Moment, transition } from './transition.ts';

/** What a definition decided in the past, and decides now. */
export interface Decided {
  readonly to: string;
  readonly ignored: boolean;
  readonly outputs: readonly unknown[];
}

/** The first input on which a definition decides otherwise than it did. */
export interface Difference {
  readonly key: string;
  /** Counts the inputs of the instance, from 1. */
  readonly n: number;
  readonly input: string;
  readonly recorded: Decided;
  /** Or what it threw. */
  readonly decided: Decided | { readonly error: unknown };
}

/**
 * Decides once more on the inputs of a recorded instance (`workflowHistory`), and returns the first difference; undefined
 * where there is none. A change to a version that has instances is safe where their histories replay without any.
 */
export function replay(definition: AnyWorkflow, history: readonly RecordedTransition[]): Difference | undefined {
  const workflow = callable(definition);
  let moment: Moment | undefined;
  for (const { key, n, at, input, ...recorded } of history) {
    const place = { key, n, input: input.name, recorded: decidedOf(recorded) };
    try {
      const after = transition(workflow, moment, { key, n, at, input });
      const decided = decidedOf({ ...after, to: after.status });
      if (textOf(decided) !== textOf(place.recorded)) return { ...place, decided };
      moment = after;
    } catch (error) {
      return { ...place, decided: { error } };
    }
  }
  return undefined;
}

function decidedOf({ to, ignored, outputs }: Decided): Decided {
  return { to, ignored, outputs };
}

/** The same for the same values, in whatever order their fields are. */
function textOf(value: Decided): string {
  return JSON.stringify(JSON.parse(printState(value)), (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)))
      : item,
  );
}
