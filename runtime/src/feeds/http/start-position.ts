import type { Feed } from '../open-feed.ts';
import { ProblemError } from './problem.ts';

/**
 * The position that a request goes on behind: that of its cursor; `start` is that of the oldest event that is kept, `now`
 * the end. Throws a 400 for a cursor that is not ours, a 410 for one whose next events are no longer kept.
 */
export async function startPosition(feed: Feed, cursor: string): Promise<bigint> {
  const { first, last } = await feed.range();
  if (cursor === 'start') return first - 1n;
  if (cursor === 'now') return last;
  const position = feed.open(cursor);
  if (position === undefined || position > last) {
    const cure = 'Give one that an answer of this feed had, or `start` or `now`';
    throw new ProblemError({ status: 400, title: `The cursor is not of this feed. ${cure}.` });
  }
  if (position < first - 1n) {
    const missed = first - 1n - position;
    const title = `${missed} events behind the cursor are no longer kept. Go on with \`after=start\` if you can do without them.`;
    throw new ProblemError({ status: 410, title });
  }
  return position;
}
