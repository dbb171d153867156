import { ts } from 'ts-morph';
import type { GeneratedContract } from './generated-contract.ts';
import type { GeneratedRecord } from './generated-records.ts';

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

/**
 * What is known of types. `shapes` holds by declaration of a type, or of a type parameter, the records whose values are used
 * as that; it grows while flows of values are followed.
 */
export interface ValueTypes {
  readonly checker: ts.TypeChecker;
  readonly recordOf: GeneratedContract['recordOf'];
  /** Whether a file is hand-written and looked at. */
  readonly isSource: (file: ts.SourceFile) => boolean;
  readonly shapes: Map<ts.Node, Set<GeneratedRecord>>;
  /** What `recordsWithin` has said; void whenever a shape is added. */
  readonly within: Map<ts.Type, readonly RecordUse[]>;
}

export function createValueTypes(
  checker: ts.TypeChecker,
  { recordOf }: GeneratedContract,
  isSource: (file: ts.SourceFile) => boolean,
): ValueTypes {
  return { checker, recordOf, isSource, shapes: new Map(), within: new Map() };
}

/** Notes that values of a record are used as a type. True where that was not known. */
export function addShape({ shapes, within }: ValueTypes, declaration: ts.Node, record: GeneratedRecord): boolean {
  const known = shapes.get(declaration) ?? new Set();
  if (known.has(record)) return false;
  shapes.set(declaration, known.add(record));
  within.clear();
  return true;
}

/** The fields that a property is by its declaration. Copies by spread, `Pick`, `Omit` and `Readonly` keep that. */
export const declaredFieldsOf = ({ recordOf }: ValueTypes, property: ts.Symbol): readonly RecordField[] =>
  fieldsNamed(property, (parent) => recordOf(parent) ?? []);

/** The fields that a property is, by its declaration or because values of records are used as the type that has it. */
export const fieldsOf = ({ recordOf, shapes }: ValueTypes, property: ts.Symbol): readonly RecordField[] =>
  fieldsNamed(property, (parent) => recordOf(parent) ?? [...(shapes.get(parent) ?? [])]);

function fieldsNamed(
  { name, declarations = [] }: ts.Symbol,
  recordsOfParent: (parent: ts.Node) => GeneratedRecord | readonly GeneratedRecord[],
): readonly RecordField[] {
  return declarations
    .flatMap(({ parent }) => recordsOfParent(parent))
    .filter(({ fields }) => fields.has(name))
    .map((record) => ({ record, name }));
}

/** The records that a value of the type is itself, be it only in one case of a union. */
export function recordsOf(types: ValueTypes, type: ts.Type): readonly RecordUse[] {
  const { checker, recordOf } = types;
  if (type.isUnionOrIntersection()) return merge(type.types.flatMap((one) => recordsOf(types, one)));
  const declarations = type.symbol?.declarations ?? [];
  if (type.flags & ts.TypeFlags.TypeParameter) {
    const bound = declarations.flatMap((one) => [...(types.shapes.get(one) ?? [])]);
    if (bound.length > 0) return bound.map(wholly);
    const constraint = checker.getBaseConstraintOfType(type);
    return constraint === undefined || constraint === type ? [] : recordsOf(types, constraint);
  }
  if (!(type.flags & ts.TypeFlags.Object) || checker.isArrayType(type) || checker.isTupleType(type)) return [];
  const declared = declarations.flatMap((one) => recordOf(one) ?? []);
  if (declared.length > 0) return declared.map(wholly);
  return isOpen(types, type) ? copiedRecords(types, type) : [];
}

const wholly = (record: GeneratedRecord): RecordUse => ({ record, except: [] });

/** The records whose fields an object type has. Only a copy lacks the others: what is merely seen as less is still whole. */
function copiedRecords(types: ValueTypes, type: ts.Type): readonly RecordUse[] {
  const isCopy = hasObjectFlag(type, ts.ObjectFlags.ObjectLiteral | ts.ObjectFlags.ObjectRestType);
  const names = new Map<GeneratedRecord, Set<string>>();
  for (const property of types.checker.getPropertiesOfType(type)) {
    for (const { record, name } of fieldsOf(types, property)) {
      names.set(record, (names.get(record) ?? new Set()).add(name));
    }
  }
  return [...names].map(([record, has]) => ({
    record,
    except: isCopy ? [...record.fields.keys()].filter((name) => !has.has(name)) : [],
  }));
}

/** Whether the properties of a type are worth a look: written in a source, or put together by the compiler. */
function isOpen({ isSource }: ValueTypes, type: ts.Type): boolean {
  const isPutTogether = hasObjectFlag(type, ts.ObjectFlags.Anonymous | ts.ObjectFlags.Mapped);
  return isPutTogether || (type.symbol?.declarations ?? []).some((one) => isSource(one.getSourceFile()));
}

/** Deeper in a type nobody looks: a type may go on without end, as a generic one of itself does. */
const maxDepth = 8;

/** The outermost records that a value of the type holds, the value itself among them. */
export function recordsWithin(types: ValueTypes, type: ts.Type): readonly RecordUse[] {
  const known = types.within.get(type);
  if (known !== undefined) return known;
  const found: RecordUse[] = [];
  forEachPart(type, (part) => {
    const own = part.isUnionOrIntersection() ? [] : recordsOf(types, part);
    found.push(...own);
    return own.some(({ except }) => except.length === 0) ? [] : partsOf(types, part);
  });
  const merged = merge(found);
  types.within.set(type, merged);
  return merged;
}

/** Calls `visit` for the type and what it says are its parts, the nearest first and each once. */
export function forEachPart(type: ts.Type, visit: (part: ts.Type) => readonly ts.Type[]): void {
  const seen = new Set([type]);
  let level: readonly ts.Type[] = [type];
  for (let depth = 0; depth <= maxDepth && level.length > 0; depth += 1) {
    const parts = level.filter(({ flags }) => !(flags & withoutFields)).flatMap(visit);
    level = [...new Set(parts)].filter((part) => !seen.has(part));
    for (const part of level) seen.add(part);
  }
}

/** The types of what a value holds: members of a union, elements of a list, properties that are no fields of a record. */
export function partsOf(types: ValueTypes, type: ts.Type): readonly ts.Type[] {
  if (type.isUnionOrIntersection()) return type.types;
  const { checker } = types;
  const given = type.flags & ts.TypeFlags.Object ? typeArgumentsOf(type, checker) : [];
  if (!(type.flags & ts.TypeFlags.Object) || !isOpen(types, type)) return given;
  const properties = checker.getPropertiesOfType(type).filter((property) => fieldsOf(types, property).length === 0);
  return [
    ...given,
    ...properties.map((property) => checker.getTypeOfSymbol(property)),
    ...checker.getIndexInfosOfType(type).map((index) => index.type),
  ];
}

/** One use for each record: what one of them has, all together have. */
function merge(uses: readonly RecordUse[]): readonly RecordUse[] {
  const merged = new Map<GeneratedRecord, RecordUse>();
  for (const { record, except } of uses) {
    const known = merged.get(record);
    const left = known === undefined ? except : known.except.filter((name) => except.includes(name));
    merged.set(record, { record, except: left });
  }
  return [...merged.values()];
}

/** Types of values that have no fields. */
export const withoutFields: ts.TypeFlags =
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

/** `Promise<OrderPlaced>`, `readonly OrderPlaced[]`, and what an alias of another package was given. */
export function typeArgumentsOf(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  return isReference(type) ? checker.getTypeArguments(type) : (type.aliasTypeArguments ?? []);
}

export const isReference = (type: ts.Type): type is ts.TypeReference => hasObjectFlag(type, ts.ObjectFlags.Reference);

const hasObjectFlag = (type: ts.Type, flag: ts.ObjectFlags): boolean =>
  'objectFlags' in type && typeof type.objectFlags === 'number' && (type.objectFlags & flag) !== 0;
