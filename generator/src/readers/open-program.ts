import { Project, ts } from 'ts-morph';
import type { ReaderProblem } from './field-read.ts';
import { createPackages } from './service-packages.ts';
import {
  type Disk,
  overlaidDisk,
  reachingFiles,
  readTypeScriptProjects,
  type TypeScriptProject,
} from './source-files.ts';

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
  const disk = overlaidDisk(overlay);
  const seen = new Set<string>();
  // Messages that no code imports are known all the same.
  const messages = [...overlay.keys(), ...ts.sys.readDirectory(`${generated}/messages`, ['.ts', '.mts', '.cts'])];
  const opened = projects.flatMap((path) => readTypeScriptProjects(path, seen)).filter(({ files }) => files.length > 0);
  return (opened.length > 0 ? opened : [withoutCode]).map((project) =>
    openProgram(project, { disk, isGenerated, messages }),
  );
}

/** The contracts alone: their repository may have no code of its own. */
export const withoutCode: TypeScriptProject = {
  options: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, strict: true, types: [] },
  files: [],
};

interface ProgramOptions {
  readonly disk: Disk;
  readonly isGenerated: (path: string) => boolean;
  /** Generated files that are opened whether they are imported or not. */
  readonly messages: readonly string[];
}

function openProgram(project: TypeScriptProject, { disk, isGenerated, messages }: ProgramOptions): OpenedProgram {
  const options = { ...project.options, noEmit: true, skipLibCheck: true };
  const kept = new Set(reachingFiles(project, disk, isGenerated));
  const program = ts.createProgram([...messages, ...kept], options, createHost(options, disk));
  const packageOf = createPackages('/');
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

/** The compiler's own host, but for what is laid over the disk, and for its library: ts-morph keeps that in memory. */
export function createHost(options: ts.CompilerOptions, disk: Disk): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const { target, lib } = options;
  const own = new Project({ compilerOptions: { types: [], ...(target && { target }), ...(lib && { lib }) } });
  // Without a file there is nothing to bring the library for.
  own.createSourceFile('/empty.ts', '');
  const library = new Map(
    own
      .getProgram()
      .compilerObject.getSourceFiles()
      .map((file) => [file.fileName, file]),
  );
  library.delete('/empty.ts');
  const folder = [...library.keys()][0]?.replace(/\/[^/]*$/, '') ?? '/';
  return {
    ...host,
    ...disk,
    // Comments have types in JavaScript only.
    jsDocParsingMode: ts.JSDocParsingMode.ParseForTypeErrors,
    getDefaultLibLocation: () => folder,
    getDefaultLibFileName: (given) => `${folder}/${ts.getDefaultLibFileName(given)}`,
    getSourceFile(path, version) {
      const known = library.get(path);
      const text = known === undefined ? disk.readFile(path) : undefined;
      return text === undefined ? known : ts.createSourceFile(path, text, version);
    },
  };
}

/** A diagnostic of the compiler, by its first line. */
export function problemOf({ messageText, start = 0 }: ts.Diagnostic, file: ts.SourceFile): ReaderProblem {
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const [message = ''] = ts.flattenDiagnosticMessageText(messageText, '\n').split('\n');
  return { message, file: file.fileName, line: line + 1, column: character + 1 };
}
