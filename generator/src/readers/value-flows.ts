import { ts } from 'ts-morph';
import type { Access } from './field-read.ts';
import {
  addShape,
  declaredFieldsOf,
  fieldsOf,
  forEachPart,
  isReference,
  partsOf,
  type RecordField,
  type RecordUse,
  recordsOf,
  recordsWithin,
  typeArgumentsOf,
  type ValueTypes,
  withoutFields,
} from './value-types.ts';

/** What happens to fields where a value of one type is used as another one. */
export type FlowEffect =
  | { readonly kind: 'everything'; readonly use: RecordUse; readonly why: string }
  | {
      readonly kind: 'field';
      readonly field: RecordField;
      readonly access: Access;
      readonly why: string;
      /** The place, where it is not that of the flow: a property of an object literal. */
      readonly at?: ts.Node;
    };

/** What was followed in one round. */
export interface ValueFlows {
  readonly types: ValueTypes;
  readonly effects: Memory;
  readonly bound: Memory;
  /** What `touchesRecords` has said. */
  readonly touching: Map<ts.Type, boolean>;
  /** Whether a shape was noted: then what was said before may have been too little, and another round is due. */
  hasLearned: boolean;
}

export const createValueFlows = (types: ValueTypes): ValueFlows => ({
  types,
  effects: new Map(),
  bound: new Map(),
  touching: new Map(),
  hasLearned: false,
});

const maxDepth = 6;

function learn(flows: ValueFlows, declarations: readonly ts.Node[], record: RecordField['record']): void {
  for (const declaration of declarations) if (addShape(flows.types, declaration, record)) flows.hasLearned = true;
}

/** What a value of type `source` gives away where `target` is expected. Notes the shapes that it takes on. */
export function effectsOf(flows: ValueFlows, pair: FlowTypes): readonly FlowEffect[] {
  return remembered(flows.effects, pair, (inner) =>
    touchesRecords(flows, inner.source) || touchesRecords(flows, inner.target) ? findEffects(flows, inner) : [],
  );
}

/** Said of two types, and how deep in others they were then: deeper in, less was looked at. */
interface Remembered {
  readonly depth: number;
  readonly effects: readonly FlowEffect[];
}

type Memory = Map<ts.Type, Map<ts.Type, Remembered>>;

function remembered(
  memory: Memory,
  { source, target, depth = 0 }: FlowTypes,
  find: (inner: Pair) => readonly FlowEffect[],
): readonly FlowEffect[] {
  if (source === target || depth > maxDepth) return [];
  const known = memory.get(source) ?? new Map<ts.Type, Remembered>();
  memory.set(source, known);
  const earlier = known.get(target);
  if (earlier !== undefined && earlier.depth <= depth) return earlier.effects;
  // Types that hold themselves add nothing to themselves.
  known.set(target, { depth, effects: [] });
  const effects = find({ source, target, depth: depth + 1 });
  known.set(target, { depth, effects });
  return effects;
}

/** Whether a value holds a record, or a function that takes or returns one. */
function touchesRecords({ types, touching }: ValueFlows, type: ts.Type): boolean {
  const known = touching.get(type);
  if (known !== undefined) return known;
  let touches = false;
  forEachPart(type, (part) => {
    touches ||= recordsOf(types, part).length > 0;
    if (touches) return [];
    const signatures = part.getCallSignatures();
    const parameters = signatures.flatMap((one) => one.parameters.map((each) => types.checker.getTypeOfSymbol(each)));
    return [...partsOf(types, part), ...parameters, ...signatures.map((one) => one.getReturnType())];
  });
  touching.set(type, touches);
  return touches;
}

/** A value of one type where another one is expected. */
interface FlowTypes {
  readonly source: ts.Type;
  readonly target: ts.Type;
  /** How deep in other types they are. */
  readonly depth?: number;
}

interface Pair extends FlowTypes {
  readonly depth: number;
}

function findEffects(flows: ValueFlows, pair: Pair): readonly FlowEffect[] {
  const { source, target, depth } = pair;
  const { checker } = flows.types;
  if (isOpaque(target, checker)) {
    const why = `passed as ${checker.typeToString(target)}`;
    return recordsWithin(flows.types, source).map((use) => ({ kind: 'everything', use, why }));
  }
  if (source.isUnion()) return source.types.flatMap((one) => effectsOf(flows, { source: one, target, depth }));
  if (target.isUnion()) {
    const members = target.types.filter((one) => !(one.flags & withoutFields));
    const fitting = members.filter((one) => checker.isTypeAssignableTo(source, one));
    return (fitting.length > 0 ? fitting : members).flatMap((one) => effectsOf(flows, { source, target: one, depth }));
  }
  if (!(target.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return [];
  return (
    elementEffects(flows, pair) ?? [
      ...dictionaryEffects(flows, pair),
      ...signatureEffects(flows, pair),
      ...propertyEffects(flows, pair),
    ]
  );
}

/** A type by which nobody can say what is read of a value. */
export function isOpaque(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive)) return true;
  return (
    (type.flags & ts.TypeFlags.Object) !== 0 &&
    checker.getPropertiesOfType(type).length === 0 &&
    checker.getIndexInfosOfType(type).length === 0 &&
    type.getCallSignatures().length + type.getConstructSignatures().length === 0
  );
}

/** Lists, promises and the like: what they are of. Their methods say nothing more. */
function elementEffects(flows: ValueFlows, { source, target, depth }: Pair): readonly FlowEffect[] | undefined {
  const { checker } = flows.types;
  const [from, to] = [source, target].map((type) => elementType(type, checker));
  if (from !== undefined && to !== undefined) return effectsOf(flows, { source: from, target: to, depth });
  const pairs = typeArgumentPairs(source, target, checker);
  return pairs?.flatMap(([one, other]) => effectsOf(flows, { source: one, target: other, depth }));
}

/** What both types were given, where they are of the same kind. */
function typeArgumentPairs(
  a: ts.Type,
  b: ts.Type,
  checker: ts.TypeChecker,
): readonly (readonly [ts.Type, ts.Type])[] | undefined {
  if (!isSameGeneric(a, b)) return undefined;
  const others = typeArgumentsOf(b, checker);
  return typeArgumentsOf(a, checker).flatMap((one, index) => {
    const other = others[index];
    return other === undefined ? [] : [[one, other] as const];
  });
}

/** `Map` is given where `ReadonlyMap` is expected: both are of a key and a value. */
function isSameGeneric(a: ts.Type, b: ts.Type): boolean {
  if (a.aliasSymbol !== undefined && a.aliasSymbol === b.aliasSymbol) return true;
  if (!isReference(a) || !isReference(b)) return false;
  const [name, other] = [a, b].map(({ target }) => target.symbol?.name.replace(/^Readonly|Like$/g, ''));
  return a.target === b.target || name === other;
}

/** A record that is used as a dictionary is asked for any name. */
function dictionaryEffects(flows: ValueFlows, { source, target, depth }: Pair): readonly FlowEffect[] {
  const { checker } = flows.types;
  const to = checker.getIndexTypeOfType(target, ts.IndexKind.String);
  if (to === undefined) return [];
  const from = checker.getIndexTypeOfType(source, ts.IndexKind.String);
  if (from !== undefined) return effectsOf(flows, { source: from, target: to, depth });
  const why = `passed as ${checker.typeToString(target)}`;
  const own = recordsOf(flows.types, source).map((use): FlowEffect => ({ kind: 'everything', use, why }));
  if (own.length > 0) return own;
  const values = checker.getPropertiesOfType(source).map((property) => checker.getTypeOfSymbol(property));
  return values.flatMap((one) => effectsOf(flows, { source: one, target: to, depth }));
}

/** Arguments flow into a function, what it returns flows out. */
function signatureEffects(flows: ValueFlows, { source, target, depth }: Pair): readonly FlowEffect[] {
  const { checker } = flows.types;
  return target.getCallSignatures().flatMap((to) =>
    source.getCallSignatures().flatMap((from) => [
      ...from.parameters.flatMap((_, index) => {
        const [given, taken] = [to, from].map((one) => parameterType(one, index, checker));
        return given === undefined || taken === undefined
          ? []
          : effectsOf(flows, { source: given, target: taken, depth });
      }),
      ...effectsOf(flows, { source: from.getReturnType(), target: to.getReturnType(), depth }),
    ]),
  );
}

/** The type of an argument at that place; a rest parameter takes one from a list or a tuple. */
export function parameterType(signature: ts.Signature, index: number, checker: ts.TypeChecker): ts.Type | undefined {
  const last = signature.parameters.length - 1;
  const parameter = signature.parameters[Math.min(index, last)];
  if (parameter === undefined) return undefined;
  const type = checker.getTypeOfSymbol(parameter);
  const { valueDeclaration } = parameter;
  const isRest =
    valueDeclaration !== undefined && ts.isParameter(valueDeclaration) && valueDeclaration.dotDotDotToken !== undefined;
  if (!isRest) return index <= last ? type : undefined;
  return checker.isTupleType(type) ? typeArgumentsOf(type, checker)[index - last] : elementType(type, checker);
}

export const elementType = (type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined =>
  checker.getIndexTypeOfType(type, ts.IndexKind.Number);

function propertyEffects(flows: ValueFlows, { source, target, depth }: Pair): readonly FlowEffect[] {
  const { types } = flows;
  return types.checker.getPropertiesOfType(target).flatMap((to) => {
    const from = isForeignMethod(types, to) ? undefined : types.checker.getPropertyOfType(source, to.name);
    if (from === undefined) return [];
    const own = fieldsOf(types, from);
    const fields = declaredFieldsOf(types, to);
    if (own.some((field) => fields.some(({ record }) => record === field.record))) return [];
    return [
      ...own.flatMap((field) => readThrough(flows, field, { property: to, target })),
      ...fields.map((field) => writtenFrom(types, field, from)),
      ...effectsOf(flows, {
        source: types.checker.getTypeOfSymbol(from),
        target: types.checker.getTypeOfSymbol(to),
        depth,
      }),
    ];
  });
}

/** What libraries do with values says the type of the value, not each of its methods. */
const isForeignMethod = ({ isSource }: ValueTypes, { flags, declarations = [] }: ts.Symbol): boolean =>
  (flags & ts.SymbolFlags.Method) !== 0 && !declarations.some((one) => isSource(one.getSourceFile()));

/** The place needs the field. Code that is looked at may then read it under the name that it has in the other type. */
function readThrough(
  flows: ValueFlows,
  field: RecordField,
  { property, target }: { readonly property: ts.Symbol; readonly target: ts.Type },
): readonly FlowEffect[] {
  const { isSource, checker } = flows.types;
  const isOwn = (node: ts.Node): boolean => isSource(node.getSourceFile());
  const parents = (property.declarations ?? []).map(({ parent }) => parent).filter((one) => isShape(one) && isOwn(one));
  if (parents.length > 0) {
    learn(flows, [...parents, ...(target.symbol?.declarations ?? []).filter(isOwn)], field.record);
    if (property.flags & ts.SymbolFlags.Optional) return [];
  }
  return [{ kind: 'field', field, access: 'reads', why: `passed as ${checker.typeToString(target)}` }];
}

const isShape = (node: ts.Node): boolean =>
  ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node) || ts.isClassLike(node);

function writtenFrom({ isSource }: ValueTypes, field: RecordField, property: ts.Symbol): FlowEffect {
  const at = property.valueDeclaration;
  const effect: FlowEffect = { kind: 'field', field, access: 'writes', why: 'becomes the value' };
  const isLiteral = at !== undefined && ts.isObjectLiteralElementLike(at) && isSource(at.getSourceFile());
  return isLiteral ? { ...effect, at: at.name ?? at } : effect;
}

/**
 * Notes what type parameters stand for, from a type as it is used and as it is declared. The fields that their constraints
 * need come back; what else the function does with the value, its own code says.
 */
export function bindTypeParameters(flows: ValueFlows, pair: FlowTypes): readonly FlowEffect[] {
  return remembered(flows.bound, pair, (inner) => findBindings(flows, inner));
}

function findBindings(flows: ValueFlows, { source, target, depth }: Pair): readonly FlowEffect[] {
  const { types } = flows;
  if (target.flags & ts.TypeFlags.TypeParameter) {
    const records = recordsWithin(types, source).map(({ record }) => record);
    for (const record of records) learn(flows, target.symbol?.declarations ?? [], record);
    const constraint = types.checker.getBaseConstraintOfType(target);
    if (constraint === undefined || records.length === 0) return [];
    return effectsOf(flows, { source, target: constraint }).filter(({ kind }) => kind === 'field');
  }
  const members: readonly ts.Type[] = target.isUnion() ? target.types : [];
  return [
    ...members.flatMap((one) => bindTypeParameters(flows, { source, target: one, depth })),
    ...partPairs(source, target, types.checker).flatMap(([one, other]) =>
      bindTypeParameters(flows, { source: one, target: other, depth }),
    ),
  ];
}

/** Type arguments, parameters and results, pairwise. */
function partPairs(
  used: ts.Type,
  declared: ts.Type,
  checker: ts.TypeChecker,
): readonly (readonly [ts.Type, ts.Type])[] {
  const generics = typeArgumentPairs(used, declared, checker) ?? [];
  const [from, to] = [used.getCallSignatures()[0], declared.getCallSignatures()[0]];
  if (from === undefined || to === undefined) return generics;
  const parameters = to.parameters.flatMap((parameter, index) => {
    const given = from.parameters[index];
    return given === undefined ? [] : [[checker.getTypeOfSymbol(given), checker.getTypeOfSymbol(parameter)] as const];
  });
  return [...generics, ...parameters, [from.getReturnType(), to.getReturnType()]];
}
