import { describe, expect, it } from 'vitest';
import { checkHistory } from './check-history.ts';
import type { AccountingSample, Change, Effect, History, MemberHistory, StageHistory } from './history.ts';
import type { Allowances } from './violation.ts';

const changes: readonly Change[] = [
  { key: 'a', seq: 1, eventId: 'a1' },
  { key: 'a', seq: 2, eventId: 'a2' },
  { key: 'b', seq: 1, eventId: 'b1' },
  { key: 'a', seq: 3, eventId: 'a3' },
];

const middleEffects: readonly Effect[] = changes.map((change) => ({ ...change, sentId: `sent-${change.eventId}` }));
const finalEffects: readonly Effect[] = changes.map(({ key, seq, eventId }) => ({
  key,
  seq,
  eventId: `sent-${eventId}`,
}));

const balanced: AccountingSample = {
  received: 10,
  applied: 4,
  ignored: 1,
  deduplicated: 1,
  parked: 1,
  dead: 1,
  inFlight: 2,
};

const member: MemberHistory = {
  name: 'middle 1',
  ending: 'terminated',
  code: 0,
  signal: null,
  accounting: [balanced],
  rss: [100 * 1_048_576],
  heap: [50 * 1_048_576],
};

function stage(name: string, effects: readonly Effect[], more: Partial<StageHistory> = {}): StageHistory {
  return { name, effects, dead: [], parked: 0, ...more };
}

/** A history in which all is as it should be, but for what is given. */
function history(different: Partial<History> = {}): History {
  return {
    changes,
    stages: [stage('middle', middleEffects), stage('final', finalEffects)],
    topics: [
      { topic: 'started', eventIds: changes.map(({ eventId }) => eventId) },
      { topic: 'forwarded', eventIds: finalEffects.map(({ eventId }) => eventId) },
    ],
    members: [member],
    positions: [{ name: 'middle of started-0', samples: [0, 2, 2, 4] }],
    destroyed: [],
    recovery: 1_200,
    ...different,
  };
}

function violated(different: Partial<History>, allowed?: Allowances): readonly string[] {
  return checkHistory(history(different), allowed).violations.map(
    ({ invariant, message }) => `${invariant} ${message}`,
  );
}

describe('checkHistory', () => {
  it('finds nothing wrong with a history in which nothing is', () => {
    expect(checkHistory(history())).toEqual({ violations: [], lost: 0, doubles: 0, misordered: 0 });
  });

  it('I1: misses an effect, in the stage where it is missing and only there', () => {
    const stages = [stage('middle', middleEffects.slice(0, 3)), stage('final', finalEffects.slice(0, 3))];
    const topics = [{ topic: 'started', eventIds: ['a1', 'a2', 'b1', 'a3'] }];
    expect(violated({ stages, topics })).toEqual(['I1 middle: without effect: a#3']);
    expect(checkHistory(history({ stages })).lost).toBe(1);
  });

  it('I1: misses an event that was never published', () => {
    const topics = [{ topic: 'started', eventIds: ['a1', 'b1', 'a2'] }];
    expect(violated({ topics })).toEqual(['I1 started: never published: a3']);
  });

  it('I2: finds an effect that stands twice, even under another event id', () => {
    const stages = [
      stage('middle', middleEffects),
      stage('final', [...finalEffects, { key: 'b', seq: 1, eventId: 'x' }]),
    ];
    expect(violated({ stages })).toEqual(['I2 final: more than one effect: b#1 (2 times)']);
    expect(checkHistory(history({ stages })).doubles).toBe(1);
  });

  it('I3: finds an effect that came before an earlier one of its key', () => {
    const [a1, a2, b1, a3] = finalEffects;
    const swapped = [a1, b1, a3, a2].flatMap((effect) => effect ?? []);
    expect(violated({ stages: [stage('middle', middleEffects), stage('final', swapped)] })).toEqual([
      'I3 final: before an earlier change of its key: a#2',
    ]);
    expect(
      checkHistory(history({ stages: [stage('middle', middleEffects), stage('final', swapped)] })).misordered,
    ).toBe(1);
  });

  it('I3: leaves keys aside whose order the case breaks', () => {
    const stages = [stage('middle', [...middleEffects].reverse())];
    expect(violated({ stages, topics: [] })[0]).toMatch(/^I3/);
    expect(violated({ stages, topics: [] }, { unordered: ['a'] })).toEqual([]);
  });

  it('I3: takes effects of different keys in any order, and gaps for what they are: losses', () => {
    const [a1, , b1, a3] = middleEffects;
    const stages = [
      stage(
        'middle',
        [b1, a1, a3].flatMap((effect) => effect ?? []),
      ),
    ];
    expect(violated({ stages, topics: [] })).toEqual(['I1 middle: without effect: a#2']);
  });

  it('I4: finds the effect of a change that was rolled back, and its event on the log', () => {
    const phantom = { key: 'c', seq: 1, eventId: 'c1', sentId: 'sent-c1' };
    const stages = [stage('middle', [...middleEffects, phantom])];
    const topics = [{ topic: 'started', eventIds: ['a1', 'a2', 'b1', 'a3', 'c1'] }];
    expect(violated({ stages, topics })).toEqual([
      'I4 middle: effect of what never happened: c#1',
      'I4 started: event of what was never committed: c1',
    ]);
  });

  it('takes repetitions on the log for what they are: at least once', () => {
    const topics = [{ topic: 'started', eventIds: ['a1', 'a2', 'a1', 'a2', 'b1', 'a3'] }];
    expect(violated({ topics })).toEqual([]);
  });

  it('I1: does not call lost what the case has taken from the log', () => {
    const stages = [stage('middle', middleEffects.slice(0, 3))];
    const topics = [{ topic: 'started', eventIds: ['a1', 'a2', 'b1'] }];
    const destroyed = ['a3'];
    expect(violated({ stages, topics, destroyed })).toEqual([]);
    expect(checkHistory(history({ stages, topics, destroyed })).lost).toBe(0);
  });

  it('I4: leaves events that the case has put on the log aside', () => {
    const topics = [{ topic: 'started', eventIds: ['a1', 'a2', 'b1', 'a3', 'stranger-1'] }];
    expect(violated({ topics })).toEqual(['I4 started: event of what was never committed: stranger-1']);
    expect(violated({ topics }, { strangers: (id) => id.startsWith('stranger') })).toEqual([]);
  });

  it('I5: sees that a pipeline never caught up, or took too long', () => {
    expect(violated({ recovery: undefined })).toEqual(['I5 never caught up: see what is missing']);
    expect(violated({ recovery: 70_000 })).toEqual(['I5 took longer than 60000 ms to catch up: 70000 ms']);
    expect(violated({ recovery: 70_000 }, { recovery: 80_000 })).toEqual([]);
  });

  it('I6: finds accounts that do not balance, at any moment', () => {
    const accounting = [balanced, { ...balanced, applied: 5 }, balanced];
    expect(violated({ members: [{ ...member, accounting }] })[0]).toMatch(/^I6 received is not the sum .* middle 1/);
  });

  it('I6: lets nothing die that nothing calls for, and misses no effect of what is dead', () => {
    const dead = [{ eventId: 'b1', reason: 'fatal' }];
    const stages = [
      stage(
        'middle',
        middleEffects.filter(({ key }) => key === 'a'),
        { dead },
      ),
    ];
    expect(violated({ stages, topics: [] })).toEqual(['I6 middle: dead letter that nothing calls for: b1 (fatal)']);
    expect(violated({ stages, topics: [] }, { dead: (_, reason) => reason === 'fatal' })).toEqual([]);
  });

  it('I6: leaves no record parked, unless the case holds keys', () => {
    const stages = [stage('middle', middleEffects, { parked: 2 })];
    expect(violated({ stages, topics: [] })).toEqual(['I6 middle: records left parked: 2']);
    expect(violated({ stages, topics: [] }, { parked: true })).toEqual([]);
  });

  it('I7: finds a process that takes too much memory', () => {
    const rss = [100, 450, 120].map((size) => size * 1_048_576);
    expect(violated({ members: [{ ...member, rss }] })).toEqual(['I7 more than 400 MiB of memory: middle 1: 450 MiB']);
    expect(violated({ members: [{ ...member, rss }] }, { memory: 500 })).toEqual([]);
  });

  it('I8: finds a position that went back, unless the case resets it', () => {
    const positions = [{ name: 'middle of started-0', samples: [0, 5, 4, 6] }];
    expect(violated({ positions })).toEqual(['I8 went back: middle of started-0: from 5 to 4']);
    expect(violated({ positions }, { resets: true })).toEqual([]);
  });

  it.each([
    ['one that was terminated and did not end with 0', { ending: 'terminated', code: 1 }],
    ['one that ended by itself', { ending: 'running', code: 1 }],
    ['one that was to be killed and ended otherwise', { ending: 'killed', code: 0 }],
    ['one that was to crash and did not', { ending: 'crashed', code: 1 }],
  ] as const)('I9: finds a process that ended otherwise than it should: %s', (_, different) => {
    expect(violated({ members: [{ ...member, ...different }] })[0]).toMatch(/^I9 ended otherwise .* middle 1/);
  });

  it('I9: takes what was killed for killed, and codes that the case is about', () => {
    const killed = { ...member, ending: 'killed', code: null, signal: 'SIGKILL' } as const;
    const halted = { ...member, ending: 'running', code: 1 } as const;
    expect(violated({ members: [killed, halted] }, { exits: [1] })).toEqual([]);
  });

  it('names some of many examples, and says how many there are', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ key: `k${index}`, seq: 1, eventId: `k${index}` }));
    const [first] = violated({ changes: many, stages: [stage('middle', [])], topics: [] });
    expect(first).toBe('I1 middle: without effect: k0#1, k1#1, k2#1, k3#1, k4#1, … (9 in all)');
  });
});
