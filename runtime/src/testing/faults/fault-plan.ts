import { type CrashPoint, crashPoints } from '../../core/crash-points.ts';

/** Something that is done to a service while it works. `nth` counts from 1, over all crashes and restarts of a run. */
export type Fault =
  /** The process is gone when it gets there for the nth time, and another one starts. */
  | { readonly kind: 'crash'; readonly point: CrashPoint; readonly nth: number }
  /** The process closes in peace when a transaction begins for the nth time, and another one starts. */
  | { readonly kind: 'restart'; readonly nth: number }
  /** The nth message is sent twice, with one id: at once, or after all others. */
  | { readonly kind: 'duplicate'; readonly nth: number; readonly late: boolean }
  /** The nth transaction is undone by another one. */
  | { readonly kind: 'rolled-back'; readonly nth: number }
  /** The nth transaction is committed, but word of it is lost with the connection. */
  | { readonly kind: 'commit-unknown'; readonly nth: number }
  /** The nth publish of the service fails, and nothing is on the log. */
  | { readonly kind: 'publish-failed'; readonly nth: number }
  /** The nth publish of the service is on the log, but word of it is lost. */
  | { readonly kind: 'publish-unknown'; readonly nth: number };

/** What is done in one run. */
export interface FaultPlan {
  readonly seed: number;
  readonly faults: readonly Fault[];
  /** The order in which the messages are sent: that of each key stays. */
  readonly order: 'given' | 'shuffled';
}

type Draw = (below: number) => number;

/** Every kind once and by itself, so that the first failure says what it is that a handler does not stand. */
const single: readonly (readonly Fault[])[] = [
  [],
  ...crashPoints.map((point): readonly Fault[] => [{ kind: 'crash', point, nth: 1 }]),
  [{ kind: 'restart', nth: 2 }],
  [{ kind: 'duplicate', nth: 1, late: false }],
  [{ kind: 'duplicate', nth: 1, late: true }],
  [{ kind: 'rolled-back', nth: 1 }],
  [{ kind: 'commit-unknown', nth: 1 }],
  [{ kind: 'publish-failed', nth: 1 }],
  [{ kind: 'publish-unknown', nth: 1 }],
];

/**
 * The plan of a seed, from 1 on, always the same: first nothing, then each kind of fault by itself, then from two to six
 * faults by lot, for so many messages.
 */
export function faultPlan(seed: number, messages: number): FaultPlan {
  const alone = single[seed - 1];
  if (alone !== undefined) return { seed, faults: alone, order: 'given' };
  const draw = drawsOf(seed);
  const faults = Array.from({ length: 2 + draw(5) }, () => faultByLot(draw, Math.max(1, messages)));
  return { seed, faults, order: 'shuffled' };
}

function faultByLot(draw: Draw, messages: number): Fault {
  const nth = 1 + draw(messages);
  const kinds: readonly (() => Fault)[] = [
    () => ({ kind: 'crash', point: crashPoints[draw(crashPoints.length)] ?? 'after-commit', nth }),
    () => ({ kind: 'restart', nth }),
    () => ({ kind: 'duplicate', nth, late: draw(2) === 1 }),
    () => ({ kind: 'rolled-back', nth }),
    () => ({ kind: 'commit-unknown', nth }),
    () => ({ kind: 'publish-failed', nth }),
    () => ({ kind: 'publish-unknown', nth }),
  ];
  return kinds[draw(kinds.length)]?.() ?? { kind: 'restart', nth };
}

/** The fault in words, for reports. */
export function describeFault(fault: Fault): string {
  const nth = ordinal(fault.nth);
  switch (fault.kind) {
    case 'crash':
      return `crash at ${fault.point}, the ${nth} time`;
    case 'restart':
      return `restart when the ${nth} transaction begins`;
    case 'duplicate':
      return `the ${nth} message is sent twice${fault.late ? ', the second time after all others' : ''}`;
    case 'rolled-back':
      return `the ${nth} transaction is undone at its end`;
    case 'commit-unknown':
      return `the ${nth} transaction is committed, but nobody hears of it`;
    case 'publish-failed':
      return `the ${nth} publish fails`;
    case 'publish-unknown':
      return `the ${nth} publish succeeds, but nobody hears of it`;
    default:
      return fault satisfies never;
  }
}

function ordinal(n: number): string {
  const ending = ['th', 'st', 'nd', 'rd'][n % 100 > 10 && n % 100 < 14 ? 0 : n % 10] ?? 'th';
  return `${n}${ending}`;
}

/** Whole numbers from 0, the same for a seed at every time (mulberry32). */
export function drawsOf(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * below);
  };
}
