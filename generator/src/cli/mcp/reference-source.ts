import { dirname, join } from 'node:path';
import { type FieldUse, openReference, type Reference } from '@eventwright/site';
import { isError } from '../../model/finding.ts';
import { lockName } from '../../release/lock.ts';
import { openContentMemory } from '../../write/content-memory.ts';
import { CliError } from '../cli-error.ts';
import { type ContentSnapshot, createContentSnapshot, treeBelow } from '../commands/generate/content-snapshot.ts';
import type { Container } from '../container.ts';
import { readHistory } from '../docs/history/read-history.ts';
import { siteCatalog } from '../docs/make-site.ts';
import { projectsIn } from '../docs/projects-in.ts';
import { usesOfEvents } from '../docs/uses-of-events.ts';
import { openConfig, openProject, type Project, reportOf } from '../open-project.ts';
import { formatText } from '../report/format-text.ts';

/** The catalogue of a project as its files are at the moment. */
export interface ReferenceSource {
  /**
   * Reads what has changed since the last call. Rejects with a `CliError` where the contracts are broken: an answer from what
   * they were would be one about something that is gone.
   */
  current(): Promise<Reference>;
}

export interface ReferenceSourceOptions {
  /** Whether to look which code uses which field. */
  readonly code: boolean;
  /** Called when another catalogue has taken the place of one. */
  changed(): void;
}

export function openReferenceSource(container: Container, { code, changed }: ReferenceSourceOptions): ReferenceSource {
  const contents = openContentMemory();
  const contracts = createContentSnapshot(contents);
  const sources = createContentSnapshot(contents);
  let known: Reference | undefined;
  let uses: readonly FieldUse[] | undefined;
  let isCodeUnread = false;

  const read = async (): Promise<Reference> => {
    isCodeUnread = (code && (await hasChanged(sources, container, codeFiles))) || isCodeUnread;
    const isContractNew = await hasChanged(contracts, container, contractFiles);
    if (known !== undefined && !isCodeUnread && !isContractNew) return known;
    const before = known;
    known = undefined;
    const project = await openSoundProject(container);
    // It takes seconds, and code that has not changed uses what it did.
    if (isCodeUnread) uses = await usesOfEvents(container, project);
    isCodeUnread = false;
    const history = await readHistory(container, project);
    const { catalog, settings } = await siteCatalog(project, { uses, history });
    known = openReference(catalog, settings);
    if (before !== undefined) changed();
    return known;
  };

  let last: Promise<unknown> = Promise.resolve();
  return {
    current() {
      // One after the other: two questions at once read the files once.
      const next = last.then(read).catch((error: unknown) => {
        // Of an error an assistant is shown the message alone.
        throw error instanceof CliError && error.help !== undefined
          ? new Error(`${error.message} ${error.help}`)
          : error;
      });
      last = next.catch(() => undefined);
      return next;
    },
  };
}

type FilesOf = (config: Project['config']) => readonly string[];

async function hasChanged(snapshot: ContentSnapshot, container: Container, filesOf: FilesOf): Promise<boolean> {
  return snapshot.look(new Set(filesOf(await openConfig(container))));
}

const contractFiles: FilesOf = ({ root, file, contracts, docs, readers }) => [
  join(root, file),
  join(root, lockName),
  // Where git writes down each commit: releases are told by it.
  join(root, '.git/logs/HEAD'),
  ...readers.manifests.map((manifest) => join(root, manifest)),
  ...treeBelow(join(root, contracts)).files,
  ...(docs.guides === undefined ? [] : treeBelow(join(root, docs.guides)).files),
];

const codeFiles: FilesOf = ({ root, typescript, readers }) =>
  typescript === undefined
    ? []
    : projectsIn(root, readers.projects).flatMap((project) =>
        treeBelow(dirname(project)).files.filter((path) => /\.[cm]?tsx?$/.test(path)),
      );

async function openSoundProject(container: Container): Promise<Project> {
  const project = await openProject(container);
  const findings = project.contracts.ownFindings.filter(isError);
  if (findings.length === 0) return project;
  const report = reportOf('mcp', project, findings);
  throw new CliError(report.exitCode, formatText(report, { ...container, isColored: false }));
}
