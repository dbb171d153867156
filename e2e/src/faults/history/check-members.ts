import type { AccountingSample, MemberHistory, PositionHistory } from './history.ts';
import { type Allowances, type Violation, violation } from './violation.ts';

const mebibyte = 1_048_576;

/** Accounting, memory and exit codes of every process. */
export function checkMembers(members: readonly MemberHistory[], allowed: Allowances): readonly Violation[] {
  const { memory = 400 } = allowed;
  return [
    ...violation('I6', 'received is not the sum of what became of it', members.flatMap(unbalanced)),
    ...violation(
      'I7',
      `more than ${memory} MiB of memory`,
      members.flatMap(({ name, rss }) => {
        const peak = Math.round(Math.max(0, ...rss) / mebibyte);
        return peak > memory ? [`${name}: ${peak} MiB`] : [];
      }),
    ),
    ...violation(
      'I9',
      'ended otherwise than it should',
      members.flatMap((member) => wrongEnd(member, allowed)),
    ),
  ];
}

function unbalanced({ name, accounting }: MemberHistory): readonly string[] {
  const wrong = accounting.find((sample) => sample.received !== settled(sample) + sample.inFlight);
  return wrong === undefined ? [] : [`${name}: ${JSON.stringify(wrong)}`];
}

function settled({ applied, ignored, deduplicated, parked, dead }: AccountingSample): number {
  return applied + ignored + deduplicated + parked + dead;
}

function wrongEnd(member: MemberHistory, { exits = [] }: Allowances): readonly string[] {
  const { name, ending, code, signal } = member;
  const said = `${name}: ${ending}, code ${code}, signal ${signal}`;
  switch (ending) {
    case 'terminated':
      return code === 0 ? [] : [said];
    case 'killed':
    case 'crashed':
      return signal === 'SIGKILL' ? [] : [said];
    case 'running':
      return code === null && signal === null ? [] : code !== null && exits.includes(code) ? [] : [said];
  }
}

/** A position never goes back. */
export function checkPositions(positions: readonly PositionHistory[]): readonly Violation[] {
  const back = positions.flatMap(({ name, samples }) => {
    const at = samples.findIndex((sample, index) => sample < (samples[index - 1] ?? 0));
    return at < 0 ? [] : [`${name}: from ${samples[at - 1]} to ${samples[at]}`];
  });
  return violation('I8', 'went back', back);
}
