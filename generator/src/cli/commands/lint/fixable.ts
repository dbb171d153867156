import type { LintFinding } from '../../../check/lint/lint.ts';
import type { ContractModel } from '../../../model/contract-model.ts';
import { schemaKey } from '../../../release/lock-of.ts';
import { readLockFile } from '../../base/lock-file.ts';

/** The findings that can be mended: released schemas never change, whatever is wrong with them. */
export async function fixable(
  root: string,
  { schemas }: ContractModel,
  found: readonly LintFinding[],
): Promise<readonly LintFinding[]> {
  const mendable = found.filter(({ fix }) => fix.length > 0);
  if (mendable.length === 0) return [];
  const lock = (await readLockFile(root))?.lock;
  const released = new Set(lock?.schemas.map(schemaKey));
  const frozen = new Set(schemas.filter((schema) => released.has(schemaKey(schema))).map(({ file }) => file));
  return mendable.filter(({ fix }) => !fix.some(({ file }) => frozen.has(file)));
}
