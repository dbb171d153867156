import type { FieldUse } from '@eventwright/site';
import { fieldUsesOf } from '../../emit/site/field-uses-of.ts';
import { ReadersError } from '../../readers/index.ts';
import { codeBesideContracts, realPath } from '../commands/readers/code-beside-contracts.ts';
import { readManifests } from '../commands/readers/read-manifests.ts';
import type { Container } from '../container.ts';
import type { Project } from '../open-project.ts';
import { checkoutOf } from '../report/report-place.ts';

/**
 * Where code beside the contracts, and in the repositories whose manifests are listed, uses events. Undefined where the
 * configuration names no generated code that tells, or no code that is there: contracts may stand alone.
 */
export async function usesOfEvents(
  container: Container,
  { config, contracts }: Project,
): Promise<readonly FieldUse[] | undefined> {
  const { typescript, readers } = config;
  if (typescript === undefined) return undefined;
  container.progress('reading the code that uses the events');
  const root = realPath(config.root);
  const repository = realPath(checkoutOf({ root: config.root }, container));
  try {
    const found = codeBesideContracts({
      model: contracts.model,
      typescript,
      root,
      repository,
      projects: readers.projects,
    });
    return fieldUsesOf([...found.reads, ...(await readManifests(config.root, readers.manifests))]);
  } catch (error) {
    if (!(error instanceof ReadersError)) throw error;
    container.progress(`the code was not looked at: ${error.message} ${error.help}`);
    return undefined;
  }
}
