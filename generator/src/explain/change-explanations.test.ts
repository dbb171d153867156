import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryProject } from '../../test/temporary-project.ts';
import { baseOf } from '../check/changes/base-of.ts';
import { checkChanges, findingsOf } from '../check/changes/check-changes.ts';
import { compareContracts } from '../check/changes/comparison.ts';
import { adviseVersions, versionFindings } from '../check/versions/advise-versions.ts';
import { applyWaivers } from '../check/waivers/apply-waivers.ts';
import { loadDocument } from '../load/load-document.ts';
import { readWaivers } from '../load/read-waivers.ts';
import { buildModel } from '../model/build-model.ts';
import type { ContractModel } from '../model/contract-model.ts';
import { isError } from '../model/finding.ts';
import { alteredSchemas } from '../release/altered-schemas.ts';
import { lockOf } from '../release/lock-of.ts';
import { changeRuleIds } from '../rule-ids.ts';
import type { Example } from './explanation.ts';
import { explanations } from './explanations.ts';

type Files = Readonly<Record<string, string>>;

const folder = fileURLToPath(new URL('../../test/changes/base/', import.meta.url));

/** What examples of changes change. */
const base: Files = Object.fromEntries(
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(folder.length), readFileSync(path, 'utf8')]),
);

/** The contracts after the change of an example. */
function changed({ files }: Example): Files {
  const all = new Map(Object.entries(base));
  for (const [index, { name, kind, text, state }] of files.entries()) {
    if (kind === 'removed') all.delete(name);
    else if (kind === 'whole') all.set(name, text);
    else if (state === 'before') all.set(name, replaced(all.get(name) ?? '', text, files[index + 1]?.text));
  }
  return Object.fromEntries(all);
}

/** Lines of an excerpt are indented as the first of them is. */
function replaced(text: string, before: string, after = ''): string {
  const [first = ''] = before.split('\n');
  for (const line of text.split('\n').filter((one) => one.includes(first))) {
    const indent = /^ */.exec(line)?.[0] ?? '';
    const [from, to] = [before, after].map((lines) => lines.replaceAll('\n', `\n${indent}`));
    if (from !== undefined && to !== undefined && text.includes(from)) return text.replace(from, () => to);
  }
  throw new Error(`Not in the contracts: ${before}`);
}

async function modelIn(root: string): Promise<ContractModel> {
  const { model, findings } = buildModel(await loadDocument({ root, contracts: 'asyncapi' }));
  expect(findings.filter(isError)).toEqual([]);
  return model;
}

/** Rule ids of what is found in a change, with its versions and waivers. */
async function rulesFound(id: string, example: Example): Promise<readonly string[]> {
  const before = await modelIn(folder);
  const root = await temporaryProject(changed(example));
  const after = await modelIn(root);
  const altered = id.startsWith('SCHEMA_RELEASED_') ? alteredSchemas(lockOf(before), after) : [];
  const comparison = compareContracts({ ...baseOf('before', before), altered }, after);
  const changes = checkChanges(comparison);
  const versions = versionFindings(comparison, adviseVersions(comparison, changes));
  const { waivers, findings } = await readWaivers(root);
  const judged = applyWaivers([...findingsOf(changes), ...versions], waivers, '2026-11-21');
  return [...new Set([...findings, ...judged.findings].map(({ ruleId }) => ruleId))];
}

const ofChanges = [...explanations.values()].filter(
  ({ id, bad }) => changeRuleIds.includes(id) && bad.files.every(({ kind }) => kind !== 'described'),
);

describe('explanations of changes', () => {
  it('has both sides of every one as files, but for what code uses', () => {
    const described = changeRuleIds.filter((id) => !ofChanges.some((one) => one.id === id));
    expect(described).toEqual(['FIELD_REMOVED_IN_USE']);
  });

  it.each(ofChanges)('$id: the bad change has it', async ({ id, bad }) => {
    expect(await rulesFound(id, bad)).toContain(id);
  });

  it.each(ofChanges)('$id: the good change has it not, and nothing that the bad one has not', async (one) => {
    const found = await rulesFound(one.id, one.good);
    expect(found).not.toContain(one.id);
    const ofBad = await rulesFound(one.id, one.bad);
    expect(found.filter((id) => !ofBad.includes(id))).toEqual([]);
  });
});
