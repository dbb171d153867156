import type { Outcome } from '../pipeline/accounting.ts';
import type { LaneContext, Settling } from '../pipeline/settling.ts';
import { silentTelemetry } from '../quiet-telemetry.ts';
import type { Place, Telemetry } from '../telemetry.ts';

/** Tells what becomes of the records of a partition. */
export function toldSettling(settling: Settling, place: Place, telemetry: Telemetry): Settling {
  if (telemetry === silentTelemetry) return settling;
  const told = (context: LaneContext): LaneContext => {
    const tell = (outcome: Outcome): void => {
      // What a claim that has ended comes to does not count.
      if (!context.signal.aborted) telemetry.tell({ kind: 'settled', ...place, outcome });
    };
    return {
      ...context,
      done: (record, outcome) => {
        tell(outcome);
        context.done(record, outcome);
      },
      doneAgain: (outcome) => {
        tell(outcome);
        context.doneAgain(outcome);
      },
    };
  };
  const { parked } = settling;
  return {
    ...settling,
    settle: (records, context) => settling.settle(records, told(context)),
    ...(parked && { parked: { ...parked, settle: (key, context) => parked.settle(key, told(context)) } }),
  };
}
