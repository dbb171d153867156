import type { Activity, WorkEnd } from '../telemetry.ts';

/** Does the work as the one that is under way, and ends the activity as the work ends. */
export async function withinActivity<T>(
  activity: Activity,
  work: () => Promise<T>,
  endOf: (result: T) => WorkEnd = () => ({}),
): Promise<T> {
  try {
    const result = await activity.within(work);
    activity.end(endOf(result));
    return result;
  } catch (error) {
    activity.end({ error });
    throw error;
  }
}
