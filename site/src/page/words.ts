/** What happens to old records of a topic, in words that follow others. */
export function retentionText(config: Readonly<Record<string, string>>): string {
  const compacted = (config['cleanup.policy'] ?? '').includes('compact')
    ? ', compacted: the newest event of a key is kept'
    : '';
  const kept = config['retention.ms'];
  if (kept === undefined) return compacted;
  return `${compacted}, kept ${kept === '-1' ? 'for ever' : `for ${durationText(Number(kept))}`}`;
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** Milliseconds in the largest unit that fits: `7 days`. */
export function durationText(milliseconds: number): string {
  for (const [name, size] of units) {
    if (milliseconds < size) continue;
    const count = Math.round((milliseconds / size) * 10) / 10;
    return `${count.toLocaleString('en')} ${name}${count === 1 ? '' : 's'}`;
  }
  return `${milliseconds} milliseconds`;
}

/** `1 event`, `2 events`. */
export const counted = (count: number, one: string, many: string = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
