import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { jsonText } from '@eventwright/avro';
import { bundleDocument, CircularReferenceError } from '../../emit/asyncapi/bundle-document.ts';
import { isError } from '../../model/finding.ts';
import { suggest } from '../../model/suggest.ts';
import { foreignFiles, openTemplateWorkspace } from '../../write/template-workspace.ts';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, type Project, reportOf } from '../open-project.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import { checkParameters, findTemplate } from './find-template.ts';
import { findGenerator, runTemplate } from './run-template.ts';

export interface TemplateOptions {
  /** Name of a package, or a folder. */
  readonly template: string;
  /** The folder to write to, relative to the working folder. */
  readonly out: string | undefined;
  /** `name=value`, as given. */
  readonly params: readonly string[];
  /** Names of applications; empty for all. */
  readonly applications: readonly string[];
}

/**
 * `eventwright generate --template`: has the AsyncAPI Generator run a template over each application document, into a folder
 * for each. Writes nothing where the contracts have an error, or the template fails.
 */
export async function generateFromTemplate(container: Container, options: TemplateOptions): Promise<ExitCode> {
  const project = await openProject(container);
  const findings = (await project.contracts.allFindings()).filter(isError);
  const report = reportOf('generate', project, findings);
  if (findings.length > 0) return printReport(container, report);
  const folders = [container.cwd, project.config.root];
  const template = findTemplate(options.template, folders);
  const params = parametersOf(options.params);
  checkParameters(template, params);
  const generator = findGenerator([...folders, import.meta.dirname]);
  const out = await outputFolder(container, options);
  const documents = documentsOf(project, options.applications);
  const workspace = openTemplateWorkspace({
    template: template.folder,
    out,
    documents: documents.map(({ application, text }) => ({ path: `${application}.json`, text })),
    // The generator looks for npm as soon as it is loaded, to install templates by it, which is never asked of it here.
    packages: ['npm'],
  });
  try {
    await runTemplate({
      job: {
        generator,
        template: workspace.template,
        params: Object.fromEntries(params),
        documents: documents.map(({ application }) => ({
          application,
          file: workspace.documentPath(`${application}.json`),
          out: join(workspace.output, application),
        })),
      },
      cwd: container.cwd,
      packages: [...modulesOf(template.folder), workspace.packages],
      signal: container.io.signal,
      begun: (application) => container.progress(`${template.name} for ${application}`),
    });
    const files = workspace.replaceOutput();
    const folder = relative(container.cwd, out) || '.';
    return await printReport(container, {
      ...report,
      lines: [
        `${plural(files.length, 'file')} for ${plural(documents.length, 'application')} by ${template.name} ${template.version} in ${folder}, ${container.elapsed()} ms`,
      ],
      data: {
        template: template.name,
        templateVersion: template.version,
        out: folder,
        applications: documents.map(({ application }) => application),
        files,
      },
    });
  } finally {
    workspace.close();
  }
}

/** The folders in which a module of the template would look for a package. */
const modulesOf = (folder: string): readonly string[] =>
  createRequire(join(folder, 'package.json')).resolve.paths('template') ?? [];

function parametersOf(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((text) => {
      const equals = text.indexOf('=');
      if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
      throw new CliError(exitCode.usage, `'${text}' is no parameter.`, { help: 'Write --param name=value.' });
    }),
  );
}

/** What was not written by a run before is not ours to remove. */
async function outputFolder({ cwd }: Container, { out }: TemplateOptions): Promise<string> {
  if (out === undefined) {
    throw new CliError(exitCode.usage, 'Where to write is not said.', { help: 'Add --out with a folder of its own.' });
  }
  const folder = resolve(cwd, out);
  const [foreign] = await foreignFiles(folder);
  if (foreign === undefined) return folder;
  throw new CliError(exitCode.usage, `${out} has files that no template has written, such as ${foreign}.`, {
    help: 'All of the folder is replaced: name a folder of its own by --out.',
  });
}

interface BundledDocument {
  readonly application: string;
  readonly text: string;
}

function documentsOf({ contracts }: Project, wanted: readonly string[]): readonly BundledDocument[] {
  const { document, model } = contracts;
  const names = model.applications.map(({ name }) => name);
  for (const name of wanted) {
    if (names.includes(name)) continue;
    const help = suggest(name, names);
    throw new CliError(exitCode.usage, `There is no application '${name}'.`, {
      ...(help === undefined ? {} : { help }),
    });
  }
  return model.applications
    .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
    .map(({ name, position }) => {
      try {
        return { application: name, text: `${jsonText(bundleDocument(document, position.file))}\n` };
      } catch (error) {
        if (!(error instanceof CircularReferenceError)) throw error;
        throw new CliError(exitCode.contracts, error.message, { help: 'Templates need one document without it.' });
      }
    });
}
