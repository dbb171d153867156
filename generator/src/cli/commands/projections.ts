import { listProjections, type ProjectionBuild, rebuildProjection } from '@eventwright/runtime/projections';
import type { Container } from '../container.ts';
import { withServiceDatabase } from '../dead-letters/open-service-database.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import { table } from '../report/table.ts';

export interface ListProjectionsOptions {
  readonly database: string;
}

export interface RebuildOptions {
  readonly name: string;
  readonly database: string;
}

/** `eventwright projections list` */
export async function listBuilds(container: Container, { database }: ListProjectionsOptions): Promise<ExitCode> {
  const builds = await withServiceDatabase(database, listProjections);
  const errors = builds.flatMap(({ name, build, error }) =>
    error === undefined ? [] : [`${name} build ${build} does not get on: ${error}`],
  );
  return printReport(container, {
    command: 'projections list',
    exitCode: exitCode.clean,
    findings: [],
    texts: new Map(),
    root: container.cwd,
    lines: [
      ...(builds.length === 0 ? [] : table([head, ...builds.map(row)])),
      ...errors,
      plural(builds.length, 'build'),
    ],
    data: { builds: builds.map(dataOf) },
  });
}

/** `eventwright projections rebuild` */
export async function rebuild(container: Container, { name, database }: RebuildOptions): Promise<ExitCode> {
  const build = await withServiceDatabase(database, (opened) => rebuildProjection(opened, name));
  const said =
    build === undefined
      ? `There is no projection ${name}. "projections list" shows what there is.`
      : `${name}: build ${build} is asked for. The service builds it beside the live one and shows it once it has caught up.`;
  return printReport(container, {
    command: 'projections rebuild',
    exitCode: build === undefined ? exitCode.findings : exitCode.clean,
    findings: [],
    texts: new Map(),
    root: container.cwd,
    lines: [said],
    data: { name, build: build ?? null },
  });
}

const head = ['PROJECTION', 'BUILD', 'VERSION', 'STATE', 'EVENTS', 'BEHIND', 'PER SECOND', 'UNREADABLE'];

function row({ name, build, version, state, events, behind, rate, unreadable }: ProjectionBuild): readonly string[] {
  const figures = [events, behind, state === 'building' ? Math.round(rate) : undefined, unreadable];
  return [name, String(build), String(version ?? '-'), state, ...figures.map((figure) => String(figure ?? '-'))];
}

function dataOf(build: ProjectionBuild) {
  const { name, version, state, events, unreadable, behind, error, startedAt, liveAt } = build;
  return {
    name,
    build: build.build,
    version: version ?? null,
    state,
    events,
    unreadable,
    behind: behind ?? null,
    error: error ?? null,
    startedAt: startedAt.toISOString(),
    liveAt: liveAt?.toISOString() ?? null,
  };
}
