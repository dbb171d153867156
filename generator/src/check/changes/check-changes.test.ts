import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Edit, editedProject } from '../../../test/edited-project.ts';
import { loadDocument } from '../../load/load-document.ts';
import { buildModel } from '../../model/build-model.ts';
import type { ContractModel } from '../../model/contract-model.ts';
import { type Finding, isError } from '../../model/finding.ts';
import { alteredSchemas } from '../../release/altered-schemas.ts';
import { lockOf } from '../../release/lock-of.ts';
import { baseOf } from './base-of.ts';
import { changeSeverities, checkChanges, findingsOf } from './check-changes.ts';
import { compareContracts } from './comparison.ts';
import { fieldRemovedInUse } from './fields-in-use.ts';

const folder = fileURLToPath(new URL('../../../test/changes/', import.meta.url));

/** A file of `cases/`: how the contracts of `base/` change, and what is found. */
interface Case {
  /** Whether the contracts of `base/` were released. */
  readonly isReleased?: boolean;
  readonly change: readonly Edit[];
  readonly findings: readonly string[];
}

const cases = readdirSync(join(folder, 'cases')).map((name) => {
  const read: Case = JSON.parse(readFileSync(join(folder, 'cases', name), 'utf8'));
  return { name: name.replace('.json', ''), isReleased: false, ...read };
});

async function modelIn(root: string): Promise<ContractModel> {
  const { model, findings } = buildModel(await loadDocument({ root, contracts: 'asyncapi' }));
  expect(findings.filter(isError)).toEqual([]);
  return model;
}

const changed = async (change: readonly Edit[]): Promise<ContractModel> =>
  modelIn(await editedProject(join(folder, 'base'), change));

/** `error asyncapi/orders.yaml:3:1 RULE subject: message (whom it hurts)` */
function asText({ severity, position, ruleId, subject, message, affected = [] }: Finding): string {
  const hit = affected.map(({ application, action, owner }) => `${application} ${action} ${owner}`);
  return `${severity} ${position.file}:${position.line}:${position.column} ${ruleId} ${subject}: ${message} (${hit.join(', ')})`;
}

describe('checkChanges', async () => {
  const before = await modelIn(join(folder, 'base'));
  const base = baseOf('before', before);

  it.each(cases)('$name', async ({ change, isReleased, findings }) => {
    const after = await changed(change);
    const altered = isReleased ? alteredSchemas(lockOf(before), after) : [];
    const found = findingsOf(checkChanges(compareContracts({ ...base, altered }, after)));
    expect(found.map(asText)).toEqual(findings);
    expect(found.every(({ help }) => help !== undefined)).toBe(true);
  });

  it('has a case for every rule', () => {
    const met = cases.flatMap(({ findings }) => findings).join('\n');
    const unmet = [...changeSeverities.keys()].filter((id) => !met.includes(` ${id} `));
    // It needs code; with-code.test.ts has it.
    expect(unmet).toEqual([fieldRemovedInUse]);
  });

  it('finds nothing where nothing changed', async () => {
    expect(checkChanges(compareContracts(base, await modelIn(join(folder, 'base'))))).toEqual([]);
  });
});
