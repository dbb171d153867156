import type { FieldUse } from '@eventwright/site';
import { fieldUsesOf } from '../../emit/site/field-uses-of.ts';
import { ReadersError } from '../../readers/index.ts';
import { CliError } from '../cli-error.ts';
import { codeBesideContracts, realPath } from '../commands/readers/code-beside-contracts.ts';
import { readManifests } from '../commands/readers/read-manifests.ts';
import type { Container } from '../container.ts';
import { exitCode } from '../exit-code.ts';
import type { Project } from '../open-project.ts';
import { checkoutOf } from '../report/report-place.ts';

/**
 * Where code beside the contracts, and in the repositories whose manifests are listed, uses events. Undefined where the
 * configuration names no generated code that tells. Rejects with a `CliError` where the code it names is not there.
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
    throw new CliError(exitCode.usage, error.message, { help: `${error.help} --no-code goes without.`, cause: error });
  }
}
