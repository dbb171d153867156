import type { JsonObject } from '@eventwright/avro';
import { plural } from '../report/plural.ts';
import type { Report } from '../report/report.ts';
import { table } from '../report/table.ts';
import { visible } from '../report/visible.ts';
import type { Outcome, SubjectOutcome } from './plan-subject.ts';

/** One schema version, as the report's rows and data have it. */
interface Row {
  readonly subject: string;
  readonly version: number;
  readonly level: string;
  readonly outcome: Outcome;
  readonly id: number | null;
  readonly reasons: readonly string[];
}

export const isRefused = ({ versions }: SubjectOutcome): boolean =>
  versions.some(({ outcome }) => outcome === 'refused');

/** What `push` did or `plan` would do, for people and for machines. `done` says which of the two. */
export function outcomeReport(
  outcomes: readonly SubjectOutcome[],
  { done }: { readonly done: boolean },
): Pick<Report, 'lines' | 'data'> {
  const rows = outcomes.flatMap(({ subject, level, versions }): readonly Row[] =>
    versions.map((version) => ({ subject, level, ...version })),
  );
  const changed = outcomes.filter(({ replaces }) => replaces !== undefined && replaces !== null);
  return {
    lines: [
      ...rows.flatMap((row) => row.reasons.map((reason) => `${row.subject} v${row.version}: ${visible(reason)}`)),
      ...table(rows.map(cellsOf)),
      ...changed.map(({ subject, level, replaces }) => levelLine({ subject, level, replaces: String(replaces), done })),
      `${plural(rows.length, 'schema version')}: ${counts(rows)}`,
    ],
    data: {
      pushed: rows.map(dataOf),
      levels: outcomes.flatMap(({ subject, level, replaces }) =>
        replaces === undefined ? [] : [{ subject, level, replaces }],
      ),
    },
  };
}

interface Replacement {
  readonly subject: string;
  readonly level: string;
  readonly replaces: string;
  readonly done: boolean;
}

const levelLine = ({ subject, level, replaces, done }: Replacement): string =>
  `${subject}: level ${replaces} ${done ? 'replaced' : 'to be replaced'} by ${level}`;

const cellsOf = ({ subject, version, level, outcome, id }: Row): readonly string[] => [
  subject,
  `v${version}`,
  level,
  id === null ? outcome : `${outcome}, id ${id}`,
];

const dataOf = (row: Row): JsonObject => ({ ...row });

function counts(rows: readonly Row[]): string {
  const outcomes = ['registered', 'unchanged', 'to register', 'refused'] as const;
  const counted = outcomes.flatMap((outcome) => {
    const count = rows.filter((row) => row.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${outcome}`];
  });
  return counted.length === 0 ? 'nothing to do' : counted.join(', ');
}
