/** How much stands around a change, in lines. */
const context = 3;

interface Edit {
  readonly kind: ' ' | '-' | '+';
  readonly text: string;
}

interface DiffedFile {
  /** For the head; undefined where there is no such file. */
  readonly before: { readonly path: string; readonly text: string } | undefined;
  readonly after: { readonly path: string; readonly text: string } | undefined;
}

/** The lines of a unified diff, which `patch` and `git apply` take; none where nothing differs. */
export function unifiedDiff({ before, after }: DiffedFile): readonly string[] {
  const edits = editsBetween(linesOf(before?.text ?? ''), linesOf(after?.text ?? ''));
  const hunks = hunksOf(edits);
  if (hunks.length === 0) return [];
  return [
    `--- ${before === undefined ? '/dev/null' : `a/${before.path}`}`,
    `+++ ${after === undefined ? '/dev/null' : `b/${after.path}`}`,
    ...hunks.flat(),
  ];
}

/** Colours for a terminal: removed red, added green, places cyan, heads bold. */
export function colouredDiff(lines: readonly string[]): readonly string[] {
  return lines.map((line) => {
    if (line.startsWith('---') || line.startsWith('+++')) return `\u001b[1m${line}\u001b[22m`;
    const colour = { '-': 31, '+': 32, '@': 36 }[line.charAt(0)];
    return colour === undefined ? line : `\u001b[${colour}m${line}\u001b[39m`;
  });
}

const noNewline = '\\ No newline at end of file';

/** Lines of a text; the mark of diff behind a last one without a line break. */
function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  const last = lines.pop();
  return last === '' || last === undefined ? lines : [...lines, `${last}\n${noNewline}`];
}

/** Few enough that comparing takes no time that anybody would notice; beyond it the middle is replaced as a whole. */
const maxDistance = 1_000;

/** The shortest edits by Myers' algorithm, for what is left between a common start and a common end. */
function editsBetween(before: readonly string[], after: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end += 1;
  }
  const kept = (text: string): Edit => ({ kind: ' ', text });
  return [
    ...before.slice(0, start).map(kept),
    ...shortestEdits(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(kept),
  ];
}

function shortestEdits(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const trace = distances(before, after);
  if (trace === undefined) {
    return [...before.map((text): Edit => ({ kind: '-', text })), ...after.map((text): Edit => ({ kind: '+', text }))];
  }
  return walkBack(trace, before, after);
}

/** For each number of edits how far each diagonal comes, up to the number that reaches the end. */
function distances(
  before: readonly string[],
  after: readonly string[],
): readonly ReadonlyMap<number, number>[] | undefined {
  const trace: Map<number, number>[] = [];
  let reach = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= Math.min(before.length + after.length, maxDistance); edits += 1) {
    trace.push(reach);
    reach = new Map(reach);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = firstOf(reach, diagonal, edits);
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      reach.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return trace;
    }
  }
  return undefined;
}

/** Where a diagonal is entered: by an addition from the one above, or by a removal from the one below. */
function firstOf(reach: ReadonlyMap<number, number>, diagonal: number, edits: number): number {
  return isAddition(reach, diagonal, edits) ? (reach.get(diagonal + 1) ?? 0) : (reach.get(diagonal - 1) ?? 0) + 1;
}

function isAddition(reach: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  if (diagonal === -edits) return true;
  return diagonal !== edits && (reach.get(diagonal - 1) ?? 0) < (reach.get(diagonal + 1) ?? 0);
}

function walkBack(
  trace: readonly ReadonlyMap<number, number>[],
  before: readonly string[],
  after: readonly string[],
): readonly Edit[] {
  const edits: Edit[] = [];
  let x = before.length;
  let y = after.length;
  for (let distance = trace.length - 1; distance >= 0; distance -= 1) {
    const reach = trace[distance] ?? new Map();
    const diagonal = x - y;
    const added = isAddition(reach, diagonal, distance);
    const from = added ? diagonal + 1 : diagonal - 1;
    const startX = reach.get(from) ?? 0;
    const startY = startX - from;
    for (; x > (added ? startX : startX + 1) && y > (added ? startY + 1 : startY); x -= 1, y -= 1) {
      edits.push({ kind: ' ', text: before[x - 1] ?? '' });
    }
    if (distance > 0) {
      edits.push(added ? { kind: '+', text: after[startY] ?? '' } : { kind: '-', text: before[startX] ?? '' });
    }
    x = startX;
    y = startY;
  }
  return edits.reverse();
}

/** Changes with what stands around them; those that are near each other together. */
function hunksOf(edits: readonly Edit[]): readonly (readonly string[])[] {
  const changed = edits.flatMap(({ kind }, index) => (kind === ' ' ? [] : [index]));
  const ranges: { from: number; to: number }[] = [];
  for (const index of changed) {
    const last = ranges.at(-1);
    if (last !== undefined && index - context <= last.to) last.to = Math.min(edits.length, index + context + 1);
    else ranges.push({ from: Math.max(0, index - context), to: Math.min(edits.length, index + context + 1) });
  }
  return ranges.map(({ from, to }) => hunk(edits, from, to));
}

function hunk(edits: readonly Edit[], from: number, to: number): readonly string[] {
  const count = (part: readonly Edit[], without: '-' | '+'): number =>
    part.filter(({ kind }) => kind !== without).length;
  const head = edits.slice(0, from);
  const body = edits.slice(from, to);
  const range = (without: '-' | '+'): string => {
    const lines = count(body, without);
    // A range without lines is named by the line before it.
    const first = count(head, without) + (lines === 0 ? 0 : 1);
    return lines === 1 ? String(first) : `${first},${lines}`;
  };
  return [`@@ -${range('+')} +${range('-')} @@`, ...body.flatMap(({ kind, text }) => `${kind}${text}`.split('\n'))];
}
