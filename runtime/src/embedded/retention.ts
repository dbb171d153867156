import type { Segment } from './segment.ts';
import type { TopicSettings } from './topic-settings.ts';

type Aged = Pick<Segment, 'size' | 'newestTimestamp'>;

/** How many of the segments, counted from the oldest, retention removes at the time `now`. */
export function expiredSegments(
  segments: readonly Aged[],
  { retentionMs, retentionBytes }: Pick<TopicSettings, 'retentionMs' | 'retentionBytes'>,
  now: number,
): number {
  let excess = segments.reduce((sum, { size }) => sum + size, 0) - retentionBytes;
  let expired = 0;
  for (const { size, newestTimestamp } of segments) {
    const outdated = newestTimestamp < now - retentionMs;
    if (size === 0 || (!outdated && excess < size)) {
      break;
    }
    excess -= size;
    expired++;
  }
  return expired;
}
