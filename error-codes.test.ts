import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { problemSeverities } from '@eventwright/avro';
import { storeErrorCodes } from '@eventwright/registry';
import { errorCodes } from '@eventwright/runtime';
import { ruleIds } from 'eventwright';
import { describe, expect, it } from 'vitest';
import { tables } from './documentation.ts';
import { fieldRemovedInUse } from './generator/src/check/changes/fields-in-use.ts';
import { ruleFamilies } from './generator/src/check/changes/schema-rules.ts';
import { exitCode } from './generator/src/cli/exit-code.ts';
import { errorExplanations } from './generator/src/explain/error-explanations.ts';
import { explanations, severityOf } from './generator/src/explain/explanations.ts';
import { changeRuleIds, lintRuleIds } from './generator/src/rule-ids.ts';

const avroCodes = Object.keys(problemSeverities);
const parserCodes = [...explanations.keys()].filter((id) => !ruleIds.includes(id));

/** The codes that docs/errors.md explains, by the heading of their table. */
const explained: Readonly<Record<string, readonly string[]>> = {
  'Runtime: `RuntimeError` of `@eventwright/runtime`': errorCodes,
  'Avro schemas: problems of `@eventwright/avro`': avroCodes,
  'Contracts: rules of `eventwright validate`': ruleIds.filter(
    (id) => ![...avroCodes, ...changeRuleIds, ...lintRuleIds].includes(id),
  ),
  'Changes: rules of `eventwright compat`': changeRuleIds,
  'Style: rules of `eventwright lint`': lintRuleIds,
  'Contracts: what the official AsyncAPI parser says': parserCodes,
  'The command line: exit codes of `eventwright`': Object.values(exitCode).map(String),
  'Registry: `StoreError` of `@eventwright/registry`': storeErrorCodes,
};

const file = 'docs/errors.md';
const written = readFileSync(file, 'utf8');
const page = tables(written);

/** The rows of a table below its head: code, meaning, cure. */
const rowsOf = (heading: string): readonly (readonly string[])[] => page.get(heading)?.slice(2) ?? [];
const codesOf = (heading: string): readonly string[] => rowsOf(heading).map(([code = '']) => code.replaceAll('`', ''));

/** The row of a rule, or of an error, that is explained. */
function rowOf(id: string): string | undefined {
  const explanation = explanations.get(id) ?? errorExplanations.get(id);
  if (explanation === undefined) return undefined;
  const isWarning = explanations.has(id) && severityOf(id) === 'warning';
  const meaning = `${isWarning ? 'Warning. ' : ''}${explanation.what}`;
  return `| \`${id}\` | ${[meaning, explanation.cure].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

describe('docs/errors.md', () => {
  it('has a table for each package and no other', () => {
    expect([...page.keys()]).toEqual(Object.keys(explained));
  });

  it.each(Object.entries(explained))('has one row for every code, in order: %s', (heading, codes) => {
    expect(codesOf(heading)).toEqual(heading.startsWith('The command line') ? codes : codes.toSorted());
  });

  it('is of errors that `eventwright explain` knows', () => {
    expect([...errorExplanations.keys()].toSorted()).toEqual([...errorCodes, ...storeErrorCodes].toSorted());
  });

  it('says what `eventwright explain` says', () => {
    const said = written.replaceAll(/^\| `([A-Z0-9_]+)` \|.*$/gm, (row, id: string) => rowOf(id) ?? row);
    if (process.env['UPDATE_ERRORS'] === '1') writeFileSync(file, said);
    expect(written, 'UPDATE_ERRORS=1 writes the rows anew').toBe(said);
  });

  it('says what each code means and what to do', () => {
    const harmless = ['0', '130'];
    const rows = Object.keys(explained).flatMap(rowsOf);
    const silent = rows.filter(
      ([code = '', ...cells]) => !harmless.includes(code) && !cells.every((cell) => cell !== ''),
    );
    expect(silent).toEqual([]);
  });

  it('calls a warning what is one, and nothing else', () => {
    const warnings = [...avroCodes, ...ruleIds].filter((id) => severityOf(id) === 'warning');
    const called = [...page.values()].flat().filter(([, meaning = '']) => meaning.startsWith('Warning.'));
    expect(called.map(([code = '']) => code.replaceAll('`', '')).toSorted()).toEqual([...new Set(warnings)].toSorted());
  });
});

describe('ruleIds', () => {
  const sources = globSync('generator/src/**/*.ts')
    .filter((file) => !/(\.test|rule-ids)\.ts$|[/\\]explain[/\\]/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('');
  const written = [...sources.matchAll(/(?:\bruleId: |\bid: |\bkeyFinding\()'([A-Z_]+)'/g)].map(([, id = '']) => id);

  it('lists every rule id that the generator writes into a finding, and none besides', () => {
    const own = ruleIds.filter((id) => !avroCodes.includes(id));
    // Those of schema changes are made of the names of what the Avro engine tells.
    const made = ruleFamilies.flatMap(({ severities }) => Object.keys(severities));
    expect([...new Set([...written, ...made, fieldRemovedInUse])].toSorted()).toEqual(own);
  });
});
