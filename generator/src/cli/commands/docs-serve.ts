import { join } from 'node:path';
import type { FieldUse } from '@eventwright/site';
import { isError } from '../../model/finding.ts';
import { openContentMemory } from '../../write/content-memory.ts';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { type CompiledSnippets, compileSnippets } from '../docs/compile-snippets.ts';
import { type History, readHistory } from '../docs/history/read-history.ts';
import { makeSite } from '../docs/make-site.ts';
import { type SiteServer, serveSite } from '../docs/serve-site.ts';
import { usesOfEvents } from '../docs/uses-of-events.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, reportOf } from '../open-project.ts';
import { formatText } from '../report/format-text.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import { watchGeneration } from './generate/watch-generation.ts';

export interface DocsServeOptions {
  /** 0 for a free one. */
  readonly port: number;
  /** False by `--no-code`. */
  readonly code: boolean;
  /** False by `--no-history`. */
  readonly history: boolean;
}

/** `eventwright docs serve`: the site while contracts are written. Serves until it is interrupted, which is a clean end. */
export async function docsServe(container: Container, { port, code, history }: DocsServeOptions): Promise<ExitCode> {
  const server = await open(port);
  try {
    let uses: readonly FieldUse[] | undefined;
    let compiled: CompiledSnippets | undefined;
    let told: History | undefined;
    let isFirst = true;
    const contents = openContentMemory();
    const run = async (current: Container): Promise<readonly string[]> => {
      const project = await openProject(current);
      const { root } = project.config;
      const read = [...project.contracts.document.files.keys()].map((path) => join(root, path));
      const report = reportOf('docs serve', project, project.contracts.ownFindings.filter(isError));
      if (report.findings.length > 0) {
        server.tell(formatText(report, { ...current, isColored: false }));
        await printReport(current, report);
        return read;
      }
      // Code is read once: who changes contracts wants to see them at once, and code has not changed by that.
      if (isFirst && code) uses = await usesOfEvents(current, project);
      if (isFirst && code) compiled = compileSnippets(current, project);
      if (isFirst && history) told = await readHistory(current, project);
      const site = await makeSite(current, project, { uses, compiled, history: told });
      server.show(site);
      const events = site.catalog.events.length;
      const lines = isFirst
        ? [`${plural(events, 'event')} on ${server.url} (Ctrl-C ends it)`]
        : [`shown after ${current.elapsed()} ms`];
      isFirst = false;
      await printReport(current, { ...report, lines, data: { url: server.url, events } });
      return read;
    };
    return await watchGeneration(container, { run, contents });
  } finally {
    await server.close();
  }
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
