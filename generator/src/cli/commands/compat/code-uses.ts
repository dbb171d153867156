import { join, relative } from 'node:path';
import type { CodeUse, UsesOfField } from '../../../model/code-use.ts';
import type { ContractModel } from '../../../model/contract-model.ts';
import { type FieldRead, type Readers, ReadersError, readersOf } from '../../../readers/index.ts';
import type { Container } from '../../container.ts';
import type { Project } from '../../open-project.ts';
import { type CodeBesideContracts, codeBesideContracts, realPath, toPosix } from '../readers/code-beside-contracts.ts';
import { readManifests } from '../readers/read-manifests.ts';

export interface KnownCode {
  readonly usesOf: UsesOfField;
  /** What may hide places in the code, a line each. */
  readonly problems: readonly string[];
}

export interface CodeOfBase {
  /** The contracts as they were. */
  readonly base: ContractModel;
  /** Absolute path of the root of the repository. */
  readonly checkout: string;
}

/**
 * The code that uses fields of messages as they were: that of this repository, and that of others whose manifests the
 * configuration lists. The generated code is made of the base in memory, since code that uses a removed field does not
 * compile with today's.
 */
export async function codeUses(
  container: Container,
  { config }: Project,
  { base, checkout }: CodeOfBase,
): Promise<KnownCode> {
  const root = realPath(config.root);
  const repository = realPath(checkout);
  const elsewhere = await readManifests(config.root, config.readers.manifests);
  const { typescript, readers } = config;
  container.progress('reading the code that uses the events');
  const here =
    typescript === undefined
      ? { reads: [], problems: [] }
      : codeHere({ model: base, root, repository, typescript, projects: readers.projects });
  const reads = [...here.reads, ...elsewhere];
  return {
    usesOf: (field) => readersOf(reads, field).map((read) => useOf(read, { root, repository })),
    problems: here.problems,
  };
}

interface Folders {
  readonly root: string;
  readonly repository: string;
}

/** Contracts without code beside them are judged without it, and the report says so. */
function codeHere(code: CodeBesideContracts): Pick<Readers, 'reads'> & Pick<KnownCode, 'problems'> {
  try {
    const { reads, problems } = codeBesideContracts(code);
    return {
      reads,
      problems: problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`),
    };
  } catch (error) {
    if (!(error instanceof ReadersError)) throw error;
    return { reads: [], problems: [`the code was not looked at: ${error.message} ${error.help}`] };
  }
}

function useOf(read: FieldRead, { root, repository }: Folders): CodeUse {
  const { access, path, applications, service, isTest, file, line, column } = read;
  const what = path === '' ? '' : ` ${path}`;
  // Positions of findings are relative to the folder of the configuration, those of code to the repository.
  const own = read.repository === undefined ? toPosix(relative(root, join(repository, file))) : file;
  return {
    applications,
    service,
    isCertain: access !== 'may read everything',
    isTest,
    place: {
      position: { file: own, line, column },
      use: access === 'may read everything' ? `may read everything: ${read.why}` : `${access}${what}`,
      repository: read.repository,
    },
  };
}
