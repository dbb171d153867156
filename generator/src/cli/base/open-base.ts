import type { Base } from '../../model/base.ts';
import type { Container } from '../container.ts';
import type { Project } from '../open-project.ts';
import { parseBaseSpec } from './base-spec.ts';
import { openLockBase } from './open-lock-base.ts';

/**
 * What the contracts of a project are compared with, by the words of `--against`. Throws a `CliError`: of the usage for
 * words that mean nothing, of the environment for what cannot be had, of the contracts for those of the base that are
 * broken. Each kind of base is loaded only where it is asked for.
 */
export async function openBase(container: Container, project: Project, against = 'lock'): Promise<Base> {
  const spec = parseBaseSpec(against);
  switch (spec.kind) {
    case 'lock':
      return openLockBase(project);
    case 'git':
      return (await import('./open-git-base.ts')).openGitBase(container, project, spec);
    case 'folder':
      return (await import('./open-folder-base.ts')).openFolderBase(container, project, spec.path);
    case 'registry':
      return (await import('./open-registry-base.ts')).openRegistryBase(container, project, spec.url);
  }
}
