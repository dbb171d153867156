import { ts } from 'ts-morph';
import type { FieldUse } from './field-uses.ts';
import type { GeneratedClient, GeneratedContract } from './generated-contract.ts';
import type { OpenedProgram } from './open-program.ts';
import { createPackages } from './service-packages.ts';
import { isTestFile } from './test-file.ts';

/** Whose code a file is. */
export interface Service {
  readonly name: string;
  /** Whether a value of the message can be in its hands: it makes a client that knows it, or names its type. */
  knows(message: string): boolean;
  /** Applications whose client it makes, by name; those that know the message where there are such. */
  applicationsOf(message: string): readonly string[];
}

export interface Services {
  of(file: ts.SourceFile): Service;
}

interface ServiceOptions {
  readonly contract: GeneratedContract;
  readonly uses: readonly FieldUse[];
  readonly root: string;
}

/** Maps files to packages, and packages to the applications whose clients they make. */
export function createServices(program: OpenedProgram, { contract, uses, root }: ServiceOptions): Services {
  const packageOf = createPackages(root);
  const isTest = (file: ts.SourceFile): boolean => isTestFile(file.fileName.slice(root.length));
  const clients = new Map<string, Set<GeneratedClient>>();
  for (const file of program.sources.filter((one) => !isTest(one))) {
    const { folder } = packageOf(file.fileName);
    clients.set(folder, new Set([...(clients.get(folder) ?? []), ...clientsIn(file, program, contract)]));
  }
  const named = messagesNamed(uses, contract, (file) => keyOf(packageOf(file.fileName).folder, isTest(file)));
  return {
    of(file) {
      const { folder, name } = packageOf(file.fileName);
      const made = [...(clients.get(folder) ?? [])];
      const names = [false, ...(isTest(file) ? [true] : [])].map((test) => named.get(keyOf(folder, test)));
      return {
        name,
        knows: (message) =>
          made.length === 0 ||
          made.some(({ messages }) => messages.has(message)) ||
          names.some((one) => one?.has(message) === true),
        applicationsOf(message) {
          const knowing = made.filter(({ messages }) => messages.has(message));
          return (knowing.length > 0 ? knowing : made).map(({ application }) => application).sort();
        },
      };
    },
  };
}

const keyOf = (folder: string, isTest: boolean): string => JSON.stringify([folder, isTest]);

/** A client is made by its function `create…`, imported as a value. */
function clientsIn(
  file: ts.SourceFile,
  { checker }: OpenedProgram,
  { clients }: GeneratedContract,
): readonly GeneratedClient[] {
  return file.statements.filter(ts.isImportDeclaration).flatMap(({ importClause, moduleSpecifier }) => {
    const bindings = importClause?.namedBindings;
    if (importClause === undefined || importClause.isTypeOnly || bindings === undefined) return [];
    const isCreate = (name: string): boolean => /^create./.test(name);
    const makes =
      ts.isNamespaceImport(bindings) ||
      bindings.elements.some(({ isTypeOnly, name, propertyName = name }) => !isTypeOnly && isCreate(propertyName.text));
    const path = checker.getSymbolAtLocation(moduleSpecifier)?.valueDeclaration?.getSourceFile().fileName;
    const client = makes && path !== undefined ? clients.get(path) : undefined;
    return client === undefined ? [] : [client];
  });
}

/** The messages whose own type is used in a package. */
function messagesNamed(
  uses: readonly FieldUse[],
  { messages }: GeneratedContract,
  keyOfFile: (file: ts.SourceFile) => string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const byRoot = new Map(messages.flatMap(({ name, roots }) => roots.map(({ record }) => [record, name])));
  const named = new Map<string, Set<string>>();
  for (const { record, node } of uses) {
    const message = byRoot.get(record);
    if (message === undefined) continue;
    const key = keyOfFile(node.getSourceFile());
    named.set(key, (named.get(key) ?? new Set()).add(message));
  }
  return named;
}
