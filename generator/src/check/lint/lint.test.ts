import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Edit, editedProject } from '../../../test/edited-project.ts';
import { loadDocument } from '../../load/load-document.ts';
import { buildModel } from '../../model/build-model.ts';
import { type Finding, isError, sortFindings } from '../../model/finding.ts';
import { lint } from './lint.ts';
import { lintSeverities } from './lint-rules.ts';

const folder = fileURLToPath(new URL('../../../test/lint/', import.meta.url));

/** A file of `cases/`: how the contracts of `base/`, in which nothing is found, change, and what is found then. */
interface Case {
  readonly change: readonly Edit[];
  readonly findings: readonly string[];
}

const cases = readdirSync(join(folder, 'cases')).map((name) => {
  const read: Case = JSON.parse(readFileSync(join(folder, 'cases', name), 'utf8'));
  return { name: name.replace('.json', ''), ...read };
});

async function found(change: readonly Edit[]): Promise<readonly string[]> {
  const root = await editedProject(join(folder, 'base'), change);
  const document = await loadDocument({ root, contracts: 'asyncapi' });
  const { model, findings } = buildModel(document);
  expect([...document.findings, ...findings].filter(isError)).toEqual([]);
  const result = lint({ model, files: document.files, today: '2026-11-21' });
  return sortFindings([...result.found, ...result.ignores]).map(asText);
}

/** `warning asyncapi/shop.yaml:3:1 RULE subject: message` */
const asText = ({ severity, position, ruleId, subject, message }: Finding): string =>
  `${severity} ${position.file}:${position.line}:${position.column} ${ruleId}${subject === undefined ? '' : ` ${subject}`}: ${message}`;

describe('lint', () => {
  it.each(cases)('$name', async ({ change, findings }) => {
    expect(await found(change)).toEqual(findings);
  });

  it('has a case for every rule; those of the baseline are in the test of the command', () => {
    const met = cases.flatMap(({ findings }) => findings).join('\n');
    const unmet = [...lintSeverities.keys()].filter((id) => !met.includes(` ${id}`));
    expect(unmet).toEqual(['LINT_BASELINE_INVALID', 'LINT_BASELINE_STALE']);
  });
});
