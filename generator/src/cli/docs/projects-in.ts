import { findProjects, ReadersError } from '../../readers/index.ts';

/** None where contracts stand alone, or what the configuration names is not there: who looks for readers says so. */
export function projectsIn(root: string, patterns: readonly string[]): readonly string[] {
  try {
    return findProjects(root, patterns);
  } catch (error) {
    if (!(error instanceof ReadersError)) throw error;
    return [];
  }
}
