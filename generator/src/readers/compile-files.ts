import { ts } from 'ts-morph';
import type { ReaderProblem } from './field-read.ts';
import { type CodePlaces, createHost, problemOf, withoutCode } from './open-program.ts';
import { overlaidDisk, readTypeScriptProjects } from './source-files.ts';

/** What is compiled, and against what. */
export interface CompileOptions extends Pick<CodePlaces, 'projects'> {
  /** Texts by absolute path, whether they are on the disk or not. */
  readonly files: ReadonlyMap<string, string>;
  /** Generated code by absolute path, in the place of what stands on the disk. */
  readonly overlay: ReadonlyMap<string, string>;
}

/** The first problem of each file that the compiler refuses, by its path, with the options of the first project. */
export function compileFiles({ projects, files, overlay }: CompileOptions): ReadonlyMap<string, ReaderProblem> {
  const [project = withoutCode] = projects.flatMap((path) => readTypeScriptProjects(path));
  const options = { ...project.options, noEmit: true, skipLibCheck: true };
  const disk = overlaidDisk(new Map([...overlay, ...files]));
  const program = ts.createProgram([...files.keys()], options, createHost(options, disk));
  const problems = new Map<string, ReaderProblem>();
  for (const path of files.keys()) {
    const file = program.getSourceFile(path);
    if (file === undefined) continue;
    const [first] = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    if (first !== undefined) problems.set(path, problemOf(first, file));
  }
  return problems;
}
