import { checkMembers, checkPositions } from './check-members.ts';
import type { Effect, History, StageHistory } from './history.ts';
import { type Allowances, usualRecovery, type Violation, violation } from './violation.ts';

export interface Judgement {
  readonly violations: readonly Violation[];
  /** Changes whose effect is missing somewhere. */
  readonly lost: number;
  /** Effects that stand more than once. */
  readonly doubles: number;
  /** Effects that came before an earlier one of their key. */
  readonly misordered: number;
}

/** Holds a history against the invariants. */
export function checkHistory(history: History, allowed: Allowances = {}): Judgement {
  const stages = history.stages.map((stage, index) => judgeStage(history, { stage, index, allowed }));
  const sum = (count: (stage: StageJudgement) => number): number =>
    stages.reduce((total, stage) => total + count(stage), 0);
  return {
    violations: [
      ...stages.flatMap(({ violations }) => violations),
      ...checkTopics(history, allowed),
      ...checkRecovery(history, allowed),
      ...checkMembers(history.members, allowed),
      ...(allowed.resets ? [] : checkPositions(history.positions)),
    ],
    lost: sum(({ lost }) => lost),
    doubles: sum(({ doubles }) => doubles),
    misordered: sum(({ misordered }) => misordered),
  };
}

interface StageJudgement {
  readonly violations: readonly Violation[];
  readonly lost: number;
  readonly doubles: number;
  readonly misordered: number;
}

interface StageInQuestion {
  readonly stage: StageHistory;
  readonly index: number;
  readonly allowed: Allowances;
}

const nameOf = ({ key, seq }: { readonly key: string; readonly seq: number }): string => `${key}#${seq}`;

function judgeStage(history: History, { stage, index, allowed }: StageInQuestion): StageJudgement {
  const before = history.stages[index - 1];
  // What was never handled one stage earlier is missed there, and not once more here.
  const due =
    before === undefined
      ? history.changes
      : before.effects.map(({ key, seq, sentId }) => ({ key, seq, eventId: sentId ?? '' }));
  const buried = new Set(stage.dead.map(({ eventId }) => eventId));
  const times = new Map<string, number>();
  for (const effect of stage.effects) times.set(nameOf(effect), (times.get(nameOf(effect)) ?? 0) + 1);
  const destroyed = new Set(history.destroyed);
  const lost = due
    .filter((change) => !times.has(nameOf(change)) && !buried.has(change.eventId) && !destroyed.has(change.eventId))
    .map(nameOf);
  const doubles = [...times].filter(([, count]) => count > 1).map(([name, count]) => `${name} (${count} times)`);
  const misordered = misorderedIn(stage.effects.filter(({ key }) => !allowed.unordered?.includes(key)));
  const known = new Set(due.map(nameOf));
  const phantoms = [...times.keys()].filter((name) => !known.has(name));
  const unasked = stage.dead.filter(({ eventId, reason }) => !(allowed.dead?.(eventId, reason) ?? false));
  const letters = unasked.map(({ eventId, reason }) => `${eventId} (${reason})`);
  return {
    violations: [
      ...violation('I1', `${stage.name}: without effect`, lost),
      ...violation('I2', `${stage.name}: more than one effect`, doubles),
      ...violation('I3', `${stage.name}: before an earlier change of its key`, misordered),
      ...violation('I4', `${stage.name}: effect of what never happened`, phantoms),
      ...violation('I6', `${stage.name}: dead letter that nothing calls for`, letters),
      ...violation(
        'I6',
        `${stage.name}: records left parked`,
        allowed.parked || stage.parked === 0 ? [] : [`${stage.parked}`],
      ),
    ],
    lost: new Set(lost).size,
    doubles: doubles.length,
    misordered: misordered.length,
  };
}

/** Repetitions count as doubles and not here. */
function misorderedIn(effects: readonly Effect[]): readonly string[] {
  const latest = new Map<string, number>();
  const seen = new Set<string>();
  return effects
    .filter((effect) => {
      if (seen.has(nameOf(effect))) return false;
      seen.add(nameOf(effect));
      const last = latest.get(effect.key) ?? 0;
      latest.set(effect.key, Math.max(last, effect.seq));
      return effect.seq < last;
    })
    .map(nameOf);
}

/** What stands on a topic was sent by a transaction that committed, and all of that stands there. */
function checkTopics({ changes, stages, topics, destroyed }: History, { strangers }: Allowances): readonly Violation[] {
  const sent = [
    changes.map(({ eventId }) => eventId),
    ...stages.map(({ effects }) => effects.flatMap(({ sentId }) => sentId ?? [])),
  ];
  return topics.flatMap(({ topic, eventIds }, index) => {
    const committed = new Set(sent[index]);
    const published = new Set(eventIds.filter((id) => !strangers?.(id)));
    const there = new Set([...published, ...destroyed]);
    return [
      ...violation(
        'I4',
        `${topic}: event of what was never committed`,
        [...published].filter((id) => !committed.has(id)),
      ),
      ...violation(
        'I1',
        `${topic}: never published`,
        [...committed].filter((id) => !there.has(id)),
      ),
    ];
  });
}

function checkRecovery({ recovery }: History, { recovery: limit = usualRecovery }: Allowances): readonly Violation[] {
  if (recovery === undefined) return violation('I5', 'never caught up', ['see what is missing']);
  return violation('I5', `took longer than ${limit} ms to catch up`, recovery > limit ? [`${recovery} ms`] : []);
}
