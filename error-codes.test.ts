import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { problemSeverities } from '@eventwright/avro';
import { storeErrorCodes } from '@eventwright/registry';
import { errorCodes } from '@eventwright/runtime';
import { ruleIds } from 'eventwright';
import { describe, expect, it } from 'vitest';
import { tables } from './documentation.ts';
import { rules } from './generator/src/check/rules.ts';
import { exitCode } from './generator/src/cli/exit-code.ts';
import { explanations, severityOf } from './generator/src/explain/explanations.ts';

const avroCodes = Object.keys(problemSeverities);
const parserCodes = [...explanations.keys()].filter((id) => !ruleIds.includes(id));

/** The codes that docs/errors.md explains, by the heading of their table. */
const explained: Readonly<Record<string, readonly string[]>> = {
  'Runtime: `RuntimeError` of `@eventwright/runtime`': errorCodes,
  'Avro schemas: problems of `@eventwright/avro`': avroCodes,
  'Contracts: rules of `eventwright validate`': ruleIds.filter((id) => !avroCodes.includes(id)),
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

/** The row of a rule that is explained. */
function rowOf(id: string): string | undefined {
  const explanation = explanations.get(id);
  if (explanation === undefined) return undefined;
  const meaning = `${severityOf(id) === 'warning' ? 'Warning. ' : ''}${explanation.what}`;
  return `| \`${id}\` | ${[meaning, explanation.cure].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

describe('docs/errors.md', () => {
  it('has a table for each package and no other', () => {
    expect([...page.keys()]).toEqual(Object.keys(explained));
  });

  it.each(Object.entries(explained))('has one row for every code, in order: %s', (heading, codes) => {
    expect(codesOf(heading)).toEqual(heading.startsWith('The command line') ? codes : codes.toSorted());
  });

  it('says of rules what `eventwright explain` says of them', () => {
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
    const severities = { ...problemSeverities, ...Object.fromEntries(rules.map(({ id, severity }) => [id, severity])) };
    const warnings = Object.entries(severities).filter(([, severity]) => severity === 'warning');
    const called = [...page.values()].flat().filter(([, meaning = '']) => meaning.startsWith('Warning.'));
    expect(called.map(([code = '']) => code.replaceAll('`', '')).toSorted()).toEqual(
      warnings.map(([code]) => code).toSorted(),
    );
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
    expect([...new Set(written)].toSorted()).toEqual(own);
  });
});
