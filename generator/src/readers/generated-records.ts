import { ts } from 'ts-morph';

/** An object type of generated code: an Avro record in one version, or the headers of a message. */
export interface GeneratedRecord {
  /** The module and the name in it, which are the same in every program: `schemas/shop/common/money.v1#Money`. */
  readonly id: string;
  /** `Money` */
  readonly name: string;
  /** By the name of the field: the records that its type names, also inside of arrays, maps and unions. */
  readonly fields: ReadonlyMap<string, readonly GeneratedRecord[]>;
}

/** What generated code declares, as far as it was taken in. */
export interface RecordDeclarations {
  readonly checker: ts.TypeChecker;
  /** A file's path within the generated code, without its extension. */
  readonly moduleOf: (file: ts.SourceFile) => string;
  readonly byDeclaration: Map<ts.Node, MutableRecord>;
}

interface MutableRecord extends GeneratedRecord {
  readonly fields: Map<string, readonly GeneratedRecord[]>;
}

export const createRecords = (
  checker: ts.TypeChecker,
  moduleOf: RecordDeclarations['moduleOf'],
): RecordDeclarations => ({ checker, moduleOf, byDeclaration: new Map() });

/** Takes in the interfaces of files. All that they name must be among them, or known already. */
export function addRecords(records: RecordDeclarations, files: readonly ts.SourceFile[]): void {
  const declared = files.flatMap((file) => declareRecords(records, file));
  for (const [declaration, record] of declared) {
    for (const member of declaration.members.filter(ts.isPropertySignature)) {
      const field = propertyText(member.name);
      if (!record.fields.has(field)) record.fields.set(field, mentionedRecords(records, member));
    }
  }
}

/** What is accepted as the input of a record is the same record. */
function declareRecords(
  { moduleOf, byDeclaration }: RecordDeclarations,
  file: ts.SourceFile,
): readonly (readonly [ts.InterfaceDeclaration, MutableRecord])[] {
  const interfaces = file.statements.filter(ts.isInterfaceDeclaration);
  const names = new Set(interfaces.map(({ name }) => name.text));
  const own = new Map<string, MutableRecord>();
  return interfaces.map((declaration) => {
    const { text } = declaration.name;
    const plain = text.replace(/Input$/, '');
    const name = names.has(plain) ? plain : text;
    const record = own.get(name) ?? { id: `${moduleOf(file)}#${name}`, name, fields: new Map() };
    own.set(name, record);
    byDeclaration.set(declaration, record);
    return [declaration, record] as const;
  });
}

/** The records that a type names; names of types and descriptors of generated code are followed. */
export function mentionedRecords(
  { byDeclaration, checker }: RecordDeclarations,
  node: ts.Node,
): readonly GeneratedRecord[] {
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
}

function declarationsOf(name: ts.Identifier, checker: ts.TypeChecker): readonly ts.Declaration[] {
  const symbol = checker.getSymbolAtLocation(name);
  if (symbol === undefined) return [];
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return target.declarations ?? [];
}

const propertyText = (name: ts.PropertyName): string =>
  ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : name.getText();
