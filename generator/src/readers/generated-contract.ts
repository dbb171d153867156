import { ts } from 'ts-morph';
import type { Part } from './field-read.ts';
import type { OpenedProgram } from './open-program.ts';

/** An object type of generated code: an Avro record in one version, or the headers of a message. */
export interface GeneratedRecord {
  /** The module and the name in it, which are the same in every program: `schemas/shop/common/money.v1#Money`. */
  readonly id: string;
  /** `Money` */
  readonly name: string;
  /** By the name of the field: the records that its type names, also inside of arrays, maps and unions. */
  readonly fields: ReadonlyMap<string, readonly GeneratedRecord[]>;
}

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
  for (const file of generated) if (moduleOf(file).startsWith('schemas/')) records.add(file);
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
    const older = records.mentionedBy(file).filter((record) => message.roots.every((root) => root.record !== record));
    messages.set(message.name, { ...message, roots: [...message.roots, ...older.map(valueRoot)] });
  }
  return { messages: [...messages.values()], recordOf: records.of, clients: readClients(generated, modules, moduleOf) };
}

const valueRoot = (record: GeneratedRecord): MessageRoot => ({ part: 'value', record });

interface Records {
  /** Takes in the interfaces of a file. */
  add(file: ts.SourceFile): void;
  addHeaders(declaration: ts.InterfaceDeclaration): GeneratedRecord;
  of(declaration: ts.Node): GeneratedRecord | undefined;
  /** The records that a type names; names of types and descriptors of generated code are followed. */
  mentionedBy(node: ts.Node): readonly GeneratedRecord[];
}

function createRecords(checker: ts.TypeChecker, moduleOf: (file: ts.SourceFile) => string): Records {
  const byId = new Map<string, GeneratedRecord & { readonly fields: Map<string, readonly GeneratedRecord[]> }>();
  const byDeclaration = new Map<ts.Node, GeneratedRecord>();
  const waiting: (() => void)[] = [];
  const settle = (): void => {
    for (let fill = waiting.pop(); fill !== undefined; fill = waiting.pop()) fill();
  };
  const take = (declaration: ts.InterfaceDeclaration, name: string): GeneratedRecord => {
    const id = `${moduleOf(declaration.getSourceFile())}#${name}`;
    const record = byId.get(id) ?? { id, name, fields: new Map() };
    byId.set(id, record);
    byDeclaration.set(declaration, record);
    waiting.push(() => {
      for (const member of declaration.members.filter(ts.isPropertySignature)) {
        const field = propertyText(member.name);
        if (!record.fields.has(field)) record.fields.set(field, mentionedBy(member));
      }
    });
    return record;
  };
  const mentionedBy = (node: ts.Node): readonly GeneratedRecord[] => {
    const found = new Set<GeneratedRecord>();
    const seen = new Set<ts.Node>();
    const visit = (part: ts.Node): void => {
      if (ts.isIdentifier(part) && (ts.isTypeReferenceNode(part.parent) || ts.isTypeQueryNode(part.parent))) {
        for (const declaration of declarationsOf(part, checker)) follow(declaration);
      }
      ts.forEachChild(part, visit);
    };
    const follow = (declaration: ts.Node): void => {
      const record = byDeclaration.get(declaration);
      if (record !== undefined) found.add(record);
      else if (ts.isTypeAliasDeclaration(declaration) && !seen.has(declaration)) {
        seen.add(declaration);
        visit(declaration.type);
      }
    };
    visit(node);
    return [...found];
  };
  return {
    add(file) {
      const interfaces = file.statements.filter(ts.isInterfaceDeclaration);
      const names = new Set(interfaces.map(({ name }) => name.text));
      for (const declaration of interfaces) {
        const { text } = declaration.name;
        const plain = text.replace(/Input$/, '');
        take(declaration, names.has(plain) ? plain : text);
      }
    },
    addHeaders(declaration) {
      const record = take(declaration, declaration.name.text);
      settle();
      return record;
    },
    of: (declaration) => byDeclaration.get(declaration),
    mentionedBy(node) {
      settle();
      return mentionedBy(node);
    },
  };
}

function declarationsOf(name: ts.Identifier, checker: ts.TypeChecker): readonly ts.Declaration[] {
  const symbol = checker.getSymbolAtLocation(name);
  if (symbol === undefined) return [];
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return target.declarations ?? [];
}

const propertyText = (name: ts.PropertyName): string =>
  ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : name.getText();

/** A module of a message declares `Message<Value, ValueInput, Key, KeyInput, Headers>`. */
function readMessage(file: ts.SourceFile, records: Records): GeneratedMessage | undefined {
  for (const statement of file.statements.filter(ts.isVariableStatement)) {
    for (const { type, initializer } of statement.declarationList.declarations) {
      if (type === undefined || !ts.isTypeReferenceNode(type)) continue;
      const [value, , key] = type.typeArguments ?? [];
      if (value === undefined || key === undefined) continue;
      const headers = file.statements.filter(ts.isInterfaceDeclaration).map((one) => records.addHeaders(one));
      return {
        name: nameIn(initializer) ?? value.getText().replace(/ \| null$/, ''),
        roots: [
          ...records.mentionedBy(value).map(valueRoot),
          ...records.mentionedBy(key).map((record): MessageRoot => ({ part: 'key', record })),
          ...headers.map((record): MessageRoot => ({ part: 'headers', record })),
        ],
      };
    }
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
