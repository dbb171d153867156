import { ts } from 'ts-morph';
import type { GeneratedContract, GeneratedRecord } from './generated-contract.ts';

/** A field of a record. */
export interface RecordField {
  readonly record: GeneratedRecord;
  readonly name: string;
}

/** A record, or a copy that lacks some of its fields. */
export interface RecordUse {
  readonly record: GeneratedRecord;
  readonly except: readonly string[];
}

/** What types have to do with records. */
export interface ValueTypes {
  /** The fields that a property is: by its declaration, which copies by spread, `Pick` or `Readonly` keep, or by its shape. */
  fieldsOf(property: ts.Symbol): readonly RecordField[];
  /** The same by declaration only. */
  declaredFieldsOf(property: ts.Symbol): readonly RecordField[];
  /** The records that the type is itself, also one of many in a union. */
  recordsOf(type: ts.Type): readonly RecordUse[];
  /** The outermost records that a value of the type holds. */
  recordsWithin(type: ts.Type): readonly RecordUse[];
  /**
   * Notes that values of a record are used as a type that is declared by hand, or as a type parameter. True where that
   * was not known.
   */
  addShape(declaration: ts.Node, records: Iterable<GeneratedRecord>): boolean;
  shapeOf(declaration: ts.Node): ReadonlySet<GeneratedRecord>;
}

const maxDepth = 6;
const none: ReadonlySet<GeneratedRecord> = new Set();

export function createValueTypes(
  checker: ts.TypeChecker,
  { recordOf }: GeneratedContract,
  isSource: (file: ts.SourceFile) => boolean,
): ValueTypes {
  const shapes = new Map<ts.Node, Set<GeneratedRecord>>();
  const within = new Map<ts.Type, readonly RecordUse[]>();
  const shapeOf = (declaration: ts.Node): ReadonlySet<GeneratedRecord> => shapes.get(declaration) ?? none;

  const declaredFieldsOf = (property: ts.Symbol): readonly RecordField[] =>
    (property.declarations ?? []).flatMap(({ parent }) => {
      const record = recordOf(parent);
      return record?.fields.has(property.name) ? [{ record, name: property.name }] : [];
    });

  const fieldsOf = (property: ts.Symbol): readonly RecordField[] =>
    (property.declarations ?? []).flatMap(({ parent }) => {
      const record = recordOf(parent);
      const records = record === undefined ? [...shapeOf(parent)] : [record];
      return records
        .filter(({ fields }) => fields.has(property.name))
        .map((one) => ({ record: one, name: property.name }));
    });

  /** Of an object type: the records whose fields it has. */
  const copied = (type: ts.Type): readonly RecordUse[] => {
    const names = new Map<GeneratedRecord, Set<string>>();
    for (const property of checker.getPropertiesOfType(type)) {
      for (const { record, name } of fieldsOf(property)) names.set(record, (names.get(record) ?? new Set()).add(name));
    }
    return [...names].map(([record, has]) => ({ record, except: lacking(record, has) }));
  };

  const recordsOf = (type: ts.Type): readonly RecordUse[] => {
    if (type.isUnionOrIntersection()) return merge(type.types.flatMap(recordsOf));
    if (type.flags & ts.TypeFlags.TypeParameter) {
      const constraint = checker.getBaseConstraintOfType(type);
      const known = (type.symbol?.declarations ?? []).flatMap((one) => [...shapeOf(one)]);
      const bound = known.map((record) => ({ record, except: [] }));
      return merge([...bound, ...(constraint === undefined || constraint === type ? [] : recordsOf(constraint))]);
    }
    if (!(type.flags & ts.TypeFlags.Object) || isList(type)) return [];
    const [record] = (type.symbol?.declarations ?? []).flatMap((one) => recordOf(one) ?? []);
    return record === undefined ? (isOpen(type) ? copied(type) : []) : [{ record, except: [] }];
  };

  const isList = (type: ts.Type): boolean => checker.isArrayType(type) || checker.isTupleType(type);

  /** Whether its properties are worth a look: written in a source, or put together by the compiler. */
  const isOpen = (type: ts.Type): boolean => {
    const declarations = type.symbol?.declarations ?? [];
    return isPutTogether(type) || declarations.some((one) => isSource(one.getSourceFile()));
  };

  const findWithin = (type: ts.Type, depth: number): readonly RecordUse[] => {
    if (depth > maxDepth || type.flags & withoutRecords) return [];
    if (type.isUnionOrIntersection()) return type.types.flatMap((one) => recordsWithin(one, depth));
    const own = recordsOf(type);
    const parts = type.flags & ts.TypeFlags.Object ? typeArgumentsOf(type, checker) : [];
    const inner = parts.flatMap((one) => recordsWithin(one, depth + 1));
    if (!(type.flags & ts.TypeFlags.Object) || !isOpen(type) || own.some(({ except }) => except.length === 0)) {
      return [...own, ...inner];
    }
    const rest = checker.getPropertiesOfType(type).filter((property) => fieldsOf(property).length === 0);
    const values = [ts.IndexKind.String, ts.IndexKind.Number].flatMap(
      (kind) => checker.getIndexTypeOfType(type, kind) ?? [],
    );
    const types = [...rest.map((property) => checker.getTypeOfSymbol(property)), ...values];
    return [...own, ...inner, ...types.flatMap((one) => recordsWithin(one, depth + 1))];
  };

  const recordsWithin = (type: ts.Type, depth = 0): readonly RecordUse[] => {
    const known = within.get(type);
    if (known !== undefined) return known;
    // A type that holds itself adds nothing to itself.
    within.set(type, []);
    const found = merge(findWithin(type, depth));
    within.set(type, found);
    return found;
  };

  return {
    fieldsOf,
    declaredFieldsOf,
    recordsOf,
    recordsWithin: (type) => recordsWithin(type),
    shapeOf,
    addShape(declaration, records) {
      const known = shapes.get(declaration) ?? new Set();
      const before = known.size;
      for (const record of records) known.add(record);
      if (known.size === before) return false;
      shapes.set(declaration, known);
      within.clear();
      return true;
    },
  };
}

/** Types of values that have no fields. */
export const withoutRecords: ts.TypeFlags =
  ts.TypeFlags.Any |
  ts.TypeFlags.Unknown |
  ts.TypeFlags.Never |
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.ESSymbolLike |
  ts.TypeFlags.VoidLike |
  ts.TypeFlags.Null;

const lacking = (record: GeneratedRecord, has: ReadonlySet<string>): readonly string[] =>
  [...record.fields.keys()].filter((name) => !has.has(name));

/** One use for each record: what one of them has, all together have. */
function merge(uses: readonly RecordUse[]): readonly RecordUse[] {
  const merged = new Map<GeneratedRecord, RecordUse>();
  for (const use of uses) {
    const known = merged.get(use.record);
    const except = known === undefined ? use.except : known.except.filter((name) => use.except.includes(name));
    merged.set(use.record, { record: use.record, except });
  }
  return [...merged.values()];
}

/** `Promise<OrderPlaced>`, `readonly OrderPlaced[]`, and what an alias of another package was given. */
export function typeArgumentsOf(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  return isReference(type) ? checker.getTypeArguments(type) : (type.aliasTypeArguments ?? []);
}

export const isReference = (type: ts.Type): type is ts.TypeReference => hasObjectFlag(type, ts.ObjectFlags.Reference);

const isPutTogether = (type: ts.Type): boolean =>
  hasObjectFlag(type, ts.ObjectFlags.Anonymous | ts.ObjectFlags.Mapped | ts.ObjectFlags.ObjectLiteral);

const hasObjectFlag = (type: ts.Type, flag: ts.ObjectFlags): boolean =>
  'objectFlags' in type && typeof type.objectFlags === 'number' && (type.objectFlags & flag) !== 0;
