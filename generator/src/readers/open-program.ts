import { Project, ts } from 'ts-morph';
import type { ReaderProblem } from './field-read.ts';
import { createPackages } from './service-packages.ts';
import { type Disk, reachingFiles, readTypeScriptProjects, type TypeScriptProject } from './source-files.ts';

/** Where code is looked for. */
export interface CodePlaces {
  /** Absolute paths of tsconfig.json files. */
  readonly projects: readonly string[];
  /** Absolute path of the folder of the generated code. */
  readonly generated: string;
  /** Generated code by absolute path, in the place of what stands on the disk: that of an earlier state of the contracts, say. */
  readonly overlay?: ReadonlyMap<string, string>;
}

/** Code that was parsed, with its types. */
export interface OpenedProgram {
  readonly checker: ts.TypeChecker;
  /** Hand-written files from which generated code is reached. */
  readonly sources: readonly ts.SourceFile[];
  readonly generated: readonly ts.SourceFile[];
  /** What the compiler itself brings, such as `Array`. */
  isLibrary(file: ts.SourceFile): boolean;
  /** What clients are made of. */
  isRuntime(file: ts.SourceFile): boolean;
  /** What keeps types of a file from being known. */
  problemsOf(file: ts.SourceFile): readonly ReaderProblem[];
}

/** Opens every project with what in it may get at an event. Slow: parsing takes seconds where types are many. */
export function openPrograms({ projects, generated, overlay = new Map() }: CodePlaces): readonly OpenedProgram[] {
  const isGenerated = (path: string): boolean => path.startsWith(`${generated}/`);
  const disk: Disk = {
    readFile: (path) => overlay.get(path) ?? ts.sys.readFile(path),
    fileExists: (path) => overlay.has(path) || ts.sys.fileExists(path),
  };
  const seen = new Set<string>();
  const messages = ts.sys.readDirectory(`${generated}/messages`, ['.ts', '.mts', '.cts']);
  return projects
    .flatMap((path) => readTypeScriptProjects(path, seen))
    .map((project) => {
      // Messages that no code imports are known all the same.
      const files = [...messages, ...reachingFiles(project, disk, isGenerated)];
      return openProgram(project, files, { isGenerated, overlay });
    });
}

function openProgram(
  { options }: TypeScriptProject,
  files: readonly string[],
  { isGenerated, overlay }: { isGenerated: (path: string) => boolean; overlay: ReadonlyMap<string, string> },
): OpenedProgram {
  const project = new Project({
    compilerOptions: { ...options, noEmit: true, skipLibCheck: true },
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
  });
  for (const [path, text] of overlay) project.createSourceFile(path, text, { overwrite: true });
  for (const path of files) if (!overlay.has(path)) project.addSourceFileAtPath(path);
  const program = project.getProgram().compilerObject;
  const packageOf = createPackages('/');
  const kept = new Set(files);
  const all = program.getSourceFiles();
  return {
    checker: program.getTypeChecker(),
    sources: all.filter(
      ({ fileName, isDeclarationFile }) => kept.has(fileName) && !isDeclarationFile && !isGenerated(fileName),
    ),
    generated: all.filter(({ fileName }) => isGenerated(fileName)),
    isLibrary: (file) => program.isSourceFileDefaultLibrary(file),
    isRuntime: ({ fileName }) => packageOf(fileName).name === '@eventwright/runtime',
    problemsOf: (file) => program.getSemanticDiagnostics(file).map((one) => problemOf(one, file)),
  };
}

function problemOf({ messageText, start = 0 }: ts.Diagnostic, file: ts.SourceFile): ReaderProblem {
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const [message = ''] = ts.flattenDiagnosticMessageText(messageText, '\n').split('\n');
  return { message, file: file.fileName, line: line + 1, column: character + 1 };
}
