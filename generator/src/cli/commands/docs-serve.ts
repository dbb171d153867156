import { join } from 'node:path';
import { createDocumentLoader } from '../../load/load-document.ts';
import { isError } from '../../model/finding.ts';
import { openContentMemory } from '../../write/content-memory.ts';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { compileSnippets } from '../docs/compile-snippets.ts';
import { readHistory } from '../docs/history/read-history.ts';
import { makeSite, type SiteSources } from '../docs/make-site.ts';
import { type SiteServer, serveSite } from '../docs/serve-site.ts';
import { usesOfEvents } from '../docs/uses-of-events.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, type Project, reportOf } from '../open-project.ts';
import { formatText } from '../report/format-text.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import { reportFailure } from '../report/report-failure.ts';
import { watchGeneration } from './generate/watch-generation.ts';

export interface DocsServeOptions {
  /** 0 for a free one. */
  readonly port: number;
  /** False by `--no-code`. */
  readonly code: boolean;
  /** False by `--no-history`. */
  readonly history: boolean;
}

/**
 * `eventwright docs serve`: the site while contracts are written. There are pages as soon as contracts are read; what code and
 * git tell is read once after that, since who changes contracts changes neither by it, and pages that are open follow. Serves
 * until it is interrupted, which is a clean end.
 */
export async function docsServe(container: Container, options: DocsServeOptions): Promise<ExitCode> {
  const server = await open(options.port);
  const load = createDocumentLoader();
  let sources: SiteSources = { uses: undefined, history: undefined };
  /** What is shown; undefined where contracts are broken. */
  let shown: Project | undefined;
  let reading: Promise<void> | undefined;
  const show = async (current: Container, project: Project): Promise<number> => {
    const site = await makeSite(current, project, sources);
    // Contracts may have changed meanwhile; then others are made, or there is something to tell.
    if (project === shown) server.show(site);
    return site.catalog.events.length;
  };
  const readRest = async (project: Project): Promise<void> => {
    try {
      sources = await sourcesBeside(container, project, options);
      if (shown !== undefined) await show(container, shown);
    } catch (error) {
      if (!container.io.signal.aborted) await reportFailure(container, 'docs serve', error);
    }
  };
  const run = async (current: Container): Promise<readonly string[]> => {
    const project = await openProject(current, { load });
    const { root } = project.config;
    const read = [...project.contracts.document.files.keys()].map((path) => join(root, path));
    const report = reportOf('docs serve', project, project.contracts.ownFindings.filter(isError));
    shown = report.findings.length > 0 ? undefined : project;
    if (shown === undefined) {
      server.tell(formatText(report, { ...current, isColored: false }));
      await printReport(current, report);
      return read;
    }
    const events = await show(current, project);
    const lines =
      reading === undefined
        ? [`${plural(events, 'event')} on ${server.url} (Ctrl-C ends it)`]
        : [`shown after ${current.elapsed()} ms`];
    await printReport(current, { ...report, lines, data: { url: server.url, events } });
    reading ??= readRest(project);
    return read;
  };
  try {
    return await watchGeneration(container, { run, contents: openContentMemory() });
  } finally {
    await server.close();
    await reading;
  }
}

/** What the site tells besides the contracts, as far as it was asked for. */
async function sourcesBeside(
  container: Container,
  project: Project,
  { code, history }: DocsServeOptions,
): Promise<SiteSources> {
  return {
    history: history ? await readHistory(container, project) : undefined,
    ...(code ? { compiled: compileSnippets(container, project) } : {}),
    uses: code ? await usesOfEvents(container, project) : undefined,
  };
}

async function open(port: number): Promise<SiteServer> {
  try {
    return await serveSite(port);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'syscall' in error && error.syscall === 'listen')) throw error;
    throw new CliError(exitCode.environment, `The port ${port} cannot be had (${error.code}).`, {
      help: 'Take another one by --port; 0 takes any that is free.',
      cause: error,
    });
  }
}
