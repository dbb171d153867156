import { relative, resolve } from 'node:path';
import { isError } from '../../model/finding.ts';
import type { Written } from '../../write/write-files.ts';
import type { Container } from '../container.ts';
import { type CompiledSnippets, compileSnippets } from '../docs/compile-snippets.ts';
import { collectGarbage, growHeapSlowly } from '../docs/heap.ts';
import { readHistory } from '../docs/history/read-history.ts';
import { type SiteSource, siteCatalog, siteOf } from '../docs/make-site.ts';
import { createSiteThreads, type SiteThreads } from '../docs/site-threads.ts';
import { usesOfEvents } from '../docs/uses-of-events.ts';
import { writeSite } from '../docs/write-site.ts';
import type { ExitCode } from '../exit-code.ts';
import { isRunning } from '../is-running.ts';
import { openProject, reportOf } from '../open-project.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import type { Report } from '../report/report.ts';

export interface DocsBuildOptions {
  /** The folder to write to; default: that of the configuration. */
  readonly out?: string;
  /** False by `--no-code`. */
  readonly code: boolean;
  /** False by `--no-history`. */
  readonly history: boolean;
  /** The day that countdowns count from; default: that of the newest commit. */
  readonly date?: string;
}

/** `eventwright docs build`: the documentation site. Writes nothing where the contracts have an error. */
export async function docsBuild(container: Container, options: DocsBuildOptions): Promise<ExitCode> {
  growHeapSlowly();
  const threads = createSiteThreads();
  try {
    const { source, ...build } = await openBuild(container, options, threads);
    if (source === undefined) return printReport(container, build.report);
    threads.open(source);
    collectGarbage();
    const site = await siteOf(container, source);
    return printReport(
      container,
      reportOn(container, build, await writeSite(build.directory, site, { isRunning, threads })),
    );
  } finally {
    await threads.close();
  }
}

function reportOn(
  container: Container,
  { report, directory, compiled }: Omit<Build, 'source'>,
  written: Written,
): Report {
  const { added, changed, removed, paths } = written;
  const folder = relative(container.cwd, directory) || '.';
  const pages = paths.filter((path) => path.endsWith('.html')).length;
  return {
    ...report,
    lines: [
      `${plural(pages, 'page')} in ${folder}: ${added.length} new, ${changed.length} changed, ${removed.length} gone, ${container.elapsed()} ms`,
      ...refusedLines(compiled),
      `Open ${folder}/index.html, or put the folder on any web server, below any path.`,
    ],
    data: { out: folder, pages, added: [...added], changed: [...changed], removed: [...removed] },
  };
}

interface Build {
  /** Undefined where the contracts have an error. */
  readonly source: SiteSource | undefined;
  readonly report: Report;
  /** Absolute path of the folder to write to. */
  readonly directory: string;
  readonly compiled: CompiledSnippets | undefined;
}

/** Nothing of it holds the project, which takes more memory than the site does. */
async function openBuild(
  container: Container,
  { out, code, history, date }: DocsBuildOptions,
  threads: SiteThreads,
): Promise<Build> {
  const project = await openProject(container);
  const report = reportOf('docs build', project, project.contracts.ownFindings.filter(isError));
  const { root, docs } = project.config;
  const directory = out === undefined ? resolve(root, docs.out) : resolve(container.cwd, out);
  if (report.findings.length > 0) return { source: undefined, report, directory, compiled: undefined };
  threads.start(project.contracts.model.messages.length);
  const told = history ? await readHistory(container, project) : undefined;
  const compiled = code ? compileSnippets(container, project) : undefined;
  const source = await siteCatalog(project, {
    uses: code ? await usesOfEvents(container, project) : undefined,
    compiled,
    history: told,
    ...(date === undefined ? {} : { date }),
  });
  return { source, report: { ...report, texts: new Map() }, directory, compiled };
}

/** Code that does not compile is shown as what was not compiled; whoever builds the site is told why. */
function refusedLines(compiled: CompiledSnippets | undefined): readonly string[] {
  const problems = [...(compiled?.values() ?? [])].filter((problem) => problem !== undefined);
  const [first] = problems;
  if (first === undefined) return [];
  return [`${plural(problems.length, 'piece')} of code on pages does not compile in this project: ${first}`];
}
