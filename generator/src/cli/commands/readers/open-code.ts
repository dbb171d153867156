import { isError } from '../../../model/finding.ts';
import {
  type FoundReaders,
  findProjects,
  findReaders,
  generatedFolderOf,
  ReadersError,
} from '../../../readers/index.ts';
import { CliError } from '../../cli-error.ts';
import type { Container } from '../../container.ts';
import { exitCode } from '../../exit-code.ts';
import { openProject, reportOf } from '../../open-project.ts';
import type { Report } from '../../report/report.ts';
import { checkoutOf } from '../../report/report-place.ts';
import { codeBesideContracts, realPath } from './code-beside-contracts.ts';

export interface CodeOptions {
  /** Paths and globs of tsconfig.json files; default: what the configuration says. */
  readonly project?: readonly string[];
  /** Name of an installed package of generated code; without one, that of the contracts here. */
  readonly package?: string;
}

/** Code that was looked through, and the report that tells of it. */
export interface OpenedCode {
  /** Undefined where the contracts are broken, as the report says. */
  readonly found: FoundReaders | undefined;
  readonly report: Report;
  /** Absolute path of the root of the repository. */
  readonly repository: string;
  /** Manifests of other repositories, relative to the root of the report. */
  readonly manifests: readonly string[];
}

export async function openCode(container: Container, options: CodeOptions): Promise<OpenedCode> {
  try {
    return options.package === undefined
      ? await openOwnCode(container, options)
      : openForeignCode(container, options.package, options);
  } catch (error) {
    if (!(error instanceof ReadersError)) throw error;
    throw new CliError(exitCode.usage, error.message, { help: error.help, cause: error });
  }
}

/** Beside the contracts. */
async function openOwnCode(container: Container, { project = [] }: CodeOptions): Promise<OpenedCode> {
  const opened = await openProject(container);
  const { config, contracts } = opened;
  const report = reportOf('readers', opened, contracts.ownFindings.filter(isError));
  const repository = realPath(checkoutOf(report, container));
  const { typescript, readers } = config;
  if (typescript === undefined) {
    throw new CliError(exitCode.usage, `${config.file} does not say where the generated code is.`, {
      help: 'Set "generate": { "typescript": { "out": … } }.',
    });
  }
  const opens = { report, repository, manifests: readers.manifests };
  if (report.findings.length > 0) return { ...opens, found: undefined };
  const root = realPath(config.root);
  container.progress('reading the code that uses the events');
  const projects = project.length > 0 ? project : readers.projects;
  const found = codeBesideContracts({ model: contracts.model, typescript, root, repository, projects });
  return { ...opens, found };
}

/** In a repository that has installed the generated code as a package. */
function openForeignCode(container: Container, name: string, { project = [] }: CodeOptions): OpenedCode {
  const root = realPath(container.cwd);
  const report: Report = {
    command: 'readers',
    exitCode: exitCode.clean,
    findings: [],
    texts: new Map(),
    root,
    lines: [],
    data: {},
  };
  const repository = realPath(checkoutOf(report, container));
  const projects = findProjects(root, project.length > 0 ? project : ['tsconfig.json']);
  container.progress(`reading the code that imports ${name}`);
  const generated = generatedFolderOf(name, projects);
  if (generated === undefined) {
    throw new ReadersError(`No code of ${projects.join(', ')} imports ${name}.`, {
      help: `Install it, or name the tsconfig.json files of the code that does by --project.`,
    });
  }
  return { found: findReaders({ root: repository, projects, generated }), report, repository, manifests: [] };
}
