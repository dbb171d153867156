import { posix, relative } from 'node:path';
import { ts } from 'ts-morph';
import { type FieldRead, type ReaderProblem, type Readers, sortReads } from './field-read.ts';
import { type FieldUse, fieldUsesAt } from './field-uses.ts';
import { fieldWritesAt } from './field-writes.ts';
import { findCalls, forEachNode } from './function-calls.ts';
import { type GeneratedContract, type GeneratedMessage, readGeneratedContract } from './generated-contract.ts';
import { below, messagePathsOf } from './message-paths.ts';
import { type CodePlaces, type OpenedProgram, openPrograms } from './open-program.ts';
import { createServices, type Services } from './services.ts';
import { isTestFile } from './test-file.ts';
import { placesOf, type ValueTrace } from './trace-value.ts';
import { createValueTypes } from './value-types.ts';
import { valueUses } from './value-uses.ts';

export interface FindOptions extends CodePlaces {
  /** Absolute path of the root of the repository. */
  readonly root: string;
}

/** What was found, and the messages that generated code knows. */
export interface FoundReaders extends Readers {
  readonly messages: readonly GeneratedMessage[];
}

/** Looks for every place in hand-written code that uses a field of a message. */
export function findReaders({ root, ...places }: FindOptions): FoundReaders {
  const found = openPrograms(places).map((program) => readersIn(program, { root, generated: places.generated }));
  const problems = new Map(found.flatMap((one) => one.problems.map((problem) => [JSON.stringify(problem), problem])));
  return {
    reads: sortReads(found.flatMap(({ reads }) => reads)),
    problems: [...problems.values()],
    messages: found.flatMap(({ messages }) => messages),
  };
}

interface Folders {
  readonly root: string;
  readonly generated: string;
}

/** The same of a program that is open already. */
export function readersIn(program: OpenedProgram, folders: Folders): FoundReaders {
  // Checked before anything else is asked: the compiler infers some types otherwise when asked for them out of order.
  const problems = [...program.sources.flatMap((file) => program.problemsOf(file)), ...unresolvedIn(program)];
  const contract = readGeneratedContract(program, folders.generated);
  const { uses, trace } = usesIn(program, contract);
  const services = createServices(program, { contract, uses, root: folders.root });
  const reads = uses.flatMap((use) => readsOf(use, { trace, services, root: folders.root }));
  return {
    reads: sortReads(reads),
    problems: problems.map((problem) => ({ ...problem, file: repositoryPath(problem.file, folders.root) })),
    messages: contract.messages,
  };
}

/** Generated code whose runtime is not installed has no types that could be followed. */
function unresolvedIn({ generated, checker }: OpenedProgram): readonly ReaderProblem[] {
  for (const file of generated.filter(({ fileName }) => fileName.includes('/messages/'))) {
    for (const { moduleSpecifier } of file.statements.filter(ts.isImportDeclaration)) {
      if (checker.getSymbolAtLocation(moduleSpecifier) !== undefined) continue;
      const { line, character } = file.getLineAndCharacterOfPosition(moduleSpecifier.getStart(file));
      const message = `Cannot find module ${moduleSpecifier.getText(file)}, which generated code imports.`;
      return [{ message, file: file.fileName, line: line + 1, column: character + 1 }];
    }
  }
  return [];
}

function usesIn(
  { checker, sources, isLibrary, isRuntime }: OpenedProgram,
  contract: GeneratedContract,
): { readonly uses: readonly FieldUse[]; readonly trace: ValueTrace } {
  const files = new Set(sources);
  const types = createValueTypes(checker, contract, (file) => files.has(file));
  const isKnown = (file: ts.SourceFile): boolean => isLibrary(file) || isRuntime(file);
  const uses: FieldUse[] = [...valueUses({ types, sources, isKnown })];
  for (const source of sources) {
    forEachNode(source, (node) => uses.push(...fieldUsesAt(node, types), ...fieldWritesAt(node, types)));
  }
  const paths = messagePathsOf(contract.messages);
  return { uses, trace: { types, paths, callsOf: findCalls(sources, checker) } };
}

interface ReadOptions {
  readonly trace: ValueTrace;
  readonly services: Services;
  readonly root: string;
}

/** A use of a type that stands in several places of messages is a read of each of them, as far as nothing tells which. */
function readsOf(use: FieldUse, { trace, services, root }: ReadOptions): readonly FieldRead[] {
  const { record, field, except, access, why, node, holder } = use;
  const source = node.getSourceFile();
  const service = services.of(source);
  const all = placesOf(trace, record, holder);
  const own = all.filter(({ message }) => service.knows(message));
  const places = own.length > 0 ? own : all;
  const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return places.map((place) => ({
    ...(field === undefined ? place : below(place, field)),
    access,
    ...(except.length === 0 ? {} : { except: [...except].sort() }),
    service: service.name,
    applications: service.applicationsOf(place.message),
    file: repositoryPath(source.fileName, root),
    line: line + 1,
    column: character + 1,
    isTest: isTestFile(source.fileName.slice(root.length)),
    why: places.length > 1 && place.path !== '' ? `${why}, of any ${record.name}` : why,
    code: lineOf(source, line),
  }));
}

const maxCode = 160;

function lineOf(source: ts.SourceFile, line: number): string {
  const starts = source.getLineStarts();
  const text = source.text.slice(starts[line], starts[line + 1]).trim();
  return text.length > maxCode ? `${text.slice(0, maxCode)}…` : text;
}

const repositoryPath = (path: string, root: string): string => relative(root, path).replaceAll('\\', posix.sep);
