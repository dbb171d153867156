import type { FailurePolicy } from '../../model/contract-model.ts';
import { constantStatement, type Expression } from '../../print/constant-statement.ts';
import type { ImportTable } from '../../print/import-table.ts';
import type { Statement } from '../../print/statement.ts';
import { type PolicyLiterals, policyLiterals } from './emit-failure-policy.ts';
import { runtimeType } from './runtime-symbols.ts';

/** What several routes of an application do after a failure stands in constants of its file, not in each route again. */
export interface SharedPolicies {
  /** Those that the file declares. */
  readonly names: readonly string[];
  statements(imports: ImportTable): readonly Statement[];
  /** The members of a route with the policy. */
  entries(policy: FailurePolicy | undefined): readonly (readonly [string, Expression])[];
}

type Part = keyof PolicyLiterals;

const constantNames: Readonly<Record<Part, string>> = { retry: 'retryPolicy', errors: 'errorClasses' };

interface SharedLiteral {
  readonly part: Part;
  readonly name: string;
  readonly literal: Expression;
}

export function sharePolicies(policies: readonly (FailurePolicy | undefined)[]): SharedPolicies {
  const literals = policies.map(policyLiterals);
  const shared = new Map([...repeated('retry', literals), ...repeated('errors', literals)]);
  return {
    names: [...shared.values()].map(({ name }) => name),
    statements: (imports) => [...shared.values()].map((one) => declaration(one, imports)),
    entries: (policy) => {
      const { retry, errors } = policyLiterals(policy);
      const named = (literal: Expression): Expression => shared.get(textOf(literal))?.name ?? literal;
      return [
        ...(retry === undefined ? [] : [['retry', named(retry)] as const]),
        ...(errors === undefined ? [] : [['errors', named(errors)] as const]),
      ];
    },
  };
}

const textOf = (literal: Expression): string => JSON.stringify(literal);

/** Those that stand in more than one route, by their text, in the order in which they come up. */
function repeated(part: Part, literals: readonly PolicyLiterals[]): readonly (readonly [string, SharedLiteral])[] {
  const all = literals.flatMap((one) => one[part] ?? []);
  return [...Map.groupBy(all, textOf)]
    .filter(([, same]) => same.length > 1)
    .flatMap(([text, [literal]]) => (literal === undefined ? [] : [[text, literal] as const]))
    .map(([text, literal], index) => {
      const name = `${constantNames[part]}${index === 0 ? '' : index + 1}`;
      return [text, { part, name, literal }];
    });
}

function declaration({ part, name, literal }: SharedLiteral, imports: ImportTable): Statement {
  return part === 'retry'
    ? constantStatement({
        isExported: false,
        doc: 'How several of the operations below try again.',
        name,
        type: imports.refer(runtimeType('RetrySpec')),
        initializer: literal,
      })
    : constantStatement({
        isExported: false,
        doc: 'What errors mean to several of the operations below.',
        name,
        type: `readonly ${imports.refer(runtimeType('ErrorSpec'))}[]`,
        initializer: literal,
      });
}
