import { ts } from 'ts-morph';
import type { Part } from './field-read.ts';
import {
  addRecords,
  createRecords,
  type GeneratedRecord,
  mentionedRecords,
  type RecordDeclarations,
} from './generated-records.ts';
import type { OpenedProgram } from './open-program.ts';

/** A message with what it is written as. */
export interface GeneratedMessage {
  readonly name: string;
  readonly roots: readonly MessageRoot[];
}

export interface MessageRoot {
  readonly part: Part;
  readonly record: GeneratedRecord;
}

/** The contracts, as generated code says them. */
export interface GeneratedContract {
  readonly messages: readonly GeneratedMessage[];
  /** The record that an interface declares; what is accepted as its input is the same record. */
  recordOf(declaration: ts.Node): GeneratedRecord | undefined;
  /** Names of the messages that a generated client knows, by the path of its file. */
  readonly clients: ReadonlyMap<string, GeneratedClient>;
}

export interface GeneratedClient {
  readonly application: string;
  readonly messages: ReadonlySet<string>;
}

/** Reads the contracts from the declarations of generated code, so that an installed package will do. */
export function readGeneratedContract({ checker, generated }: OpenedProgram, folder: string): GeneratedContract {
  const moduleOf = (file: ts.SourceFile): string =>
    file.fileName.slice(folder.length + 1).replace(/(\.d)?\.[cm]?tsx?$/, '');
  const records = createRecords(checker, moduleOf);
  addRecords(
    records,
    generated.filter((file) => moduleOf(file).startsWith('schemas/')),
  );
  const messages = new Map<string, GeneratedMessage>();
  const modules = new Map<string, string>();
  for (const file of generated.filter((one) => /^messages\/[^.]+$/.test(moduleOf(one)))) {
    const message = readMessage(file, records);
    if (message === undefined) continue;
    messages.set(message.name, message);
    modules.set(moduleOf(file), message.name);
  }
  for (const file of generated) {
    const name = modules.get(moduleOf(file).replace(/\.versions$/, ''));
    const message = name === undefined ? undefined : messages.get(name);
    if (message === undefined || !moduleOf(file).endsWith('.versions')) continue;
    const older = mentionedRecords(records, file).filter((record) =>
      message.roots.every((root) => root.record !== record),
    );
    messages.set(message.name, { ...message, roots: [...message.roots, ...older.map(valueRoot)] });
  }
  return {
    messages: [...messages.values()],
    recordOf: (node) => records.byDeclaration.get(node),
    clients: readClients(generated, modules, moduleOf),
  };
}

const valueRoot = (record: GeneratedRecord): MessageRoot => ({ part: 'value', record });

/** A module of a message declares `Message<Value, ValueInput, Key, KeyInput, Headers>`. */
function readMessage(file: ts.SourceFile, records: RecordDeclarations): GeneratedMessage | undefined {
  const declarations = file.statements
    .filter(ts.isVariableStatement)
    .flatMap((one) => one.declarationList.declarations);
  for (const { type, initializer } of declarations) {
    const [value, , key, , headers] =
      type !== undefined && ts.isTypeReferenceNode(type) ? (type.typeArguments ?? []) : [];
    if (value === undefined || key === undefined) continue;
    const rootsOf = (part: Part, node: ts.Node | undefined): readonly MessageRoot[] =>
      node === undefined ? [] : mentionedRecords(records, node).map((record) => ({ part, record }));
    addRecords(records, [file]);
    return {
      name: nameIn(initializer) ?? value.getText().replace(/ \| null$/, ''),
      roots: [...rootsOf('value', value), ...rootsOf('key', key), ...rootsOf('headers', headers)],
    };
  }
  return undefined;
}

/** What an object literal gives as `name`; declaration files have none. */
function nameIn(initializer: ts.Expression | undefined): string | undefined {
  if (initializer === undefined || !ts.isObjectLiteralExpression(initializer)) return undefined;
  const name = initializer.properties.find((property) => property.name?.getText() === 'name');
  return name !== undefined && ts.isPropertyAssignment(name) && ts.isStringLiteral(name.initializer)
    ? name.initializer.text
    : undefined;
}

/** Clients stand at the top of the folder; they import the messages that they know. */
function readClients(
  generated: readonly ts.SourceFile[],
  messages: ReadonlyMap<string, string>,
  moduleOf: (file: ts.SourceFile) => string,
): ReadonlyMap<string, GeneratedClient> {
  const clients = generated.filter((file) => /^[^/]+$/.test(moduleOf(file)) && file.statements.some(isCreate));
  return new Map(
    clients.map((file) => {
      const specifiers = file.statements.filter(ts.isImportDeclaration).map(({ moduleSpecifier }) => moduleSpecifier);
      const names = specifiers.flatMap((specifier) => {
        const module = specifier
          .getText()
          .slice(1, -1)
          .replace(/^\.\//, '')
          .replace(/\.[jt]s$/, '');
        return messages.get(module) ?? [];
      });
      return [file.fileName, { application: moduleOf(file), messages: new Set(names) }];
    }),
  );
}

const isCreate = (statement: ts.Statement): boolean =>
  ts.isFunctionDeclaration(statement) && /^create./.test(statement.name?.text ?? '');
