import { ts } from 'ts-morph';
import type { Access } from './field-read.ts';
import {
  isReference,
  type RecordField,
  type RecordUse,
  typeArgumentsOf,
  type ValueTypes,
  withoutRecords,
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

export interface ValueFlows {
  /** What a value of type `source` gives away where `target` is expected. Notes the shapes that it takes on. */
  effectsOf(source: ts.Type, target: ts.Type): readonly FlowEffect[];
  /** Notes what type parameters stand for, from a type as it is declared and as it is used. */
  bind(used: ts.Type, declared: ts.Type): void;
  /** Whether shapes were noted since this was asked last: then what was said before may have been too little. */
  hasLearned(): boolean;
}

interface FlowOptions {
  readonly checker: ts.TypeChecker;
  readonly types: ValueTypes;
  readonly isSource: (file: ts.SourceFile) => boolean;
}

const maxDepth = 6;

export function createValueFlows({ checker, types, isSource }: FlowOptions): ValueFlows {
  let learned = false;
  let known = new Map<ts.Type, Map<ts.Type, readonly FlowEffect[]>>();
  let bound = new Map<ts.Type, Set<ts.Type>>();
  const learn = (declaration: ts.Node, field: RecordField): void => {
    if (types.addShape(declaration, [field.record])) learned = true;
  };

  const effectsOf = (source: ts.Type, target: ts.Type, depth = 0): readonly FlowEffect[] => {
    if (source === target || depth > maxDepth) return [];
    const targets = known.get(source) ?? new Map<ts.Type, readonly FlowEffect[]>();
    known.set(source, targets);
    const earlier = targets.get(target);
    if (earlier !== undefined) return earlier;
    targets.set(target, []);
    const effects = touches(source, 0) || touches(target, 0) ? findEffects(source, target, depth) : [];
    targets.set(target, effects);
    return effects;
  };

  const findEffects = (source: ts.Type, target: ts.Type, depth: number): readonly FlowEffect[] => {
    if (isOpaque(target, checker)) {
      const why = `passed as ${checker.typeToString(target)}`;
      return types.recordsWithin(source).map((use) => ({ kind: 'everything', use, why }));
    }
    if (source.isUnion()) return source.types.flatMap((one) => effectsOf(one, target, depth + 1));
    if (target.isUnion()) {
      const members = target.types.filter((one) => !(one.flags & withoutRecords));
      const fitting = members.filter((one) => checker.isTypeAssignableTo(source, one));
      return (fitting.length > 0 ? fitting : members).flatMap((one) => effectsOf(source, one, depth + 1));
    }
    if (!(target.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return [];
    return (
      elementEffects(source, target, depth) ?? [
        ...dictionaryEffects(source, target, depth),
        ...signatureEffects(source, target, depth),
        ...propertyEffects(source, target, depth),
      ]
    );
  };

  /** Lists, promises and the like: what they are of. Their methods say nothing more. */
  const elementEffects = (source: ts.Type, target: ts.Type, depth: number): readonly FlowEffect[] | undefined => {
    const [from, to] = [source, target].map((type) => checker.getIndexTypeOfType(type, ts.IndexKind.Number));
    if (from !== undefined && to !== undefined) return effectsOf(from, to, depth + 1);
    const given = typeArgumentsOf(source, checker);
    const expected = typeArgumentsOf(target, checker);
    if (!isSameGeneric(source, target) || given.length !== expected.length) return undefined;
    return expected.flatMap((one, index) => {
      const argument = given[index];
      return argument === undefined ? [] : effectsOf(argument, one, depth + 1);
    });
  };

  /** A record that is used as a dictionary is asked for any name. */
  const dictionaryEffects = (source: ts.Type, target: ts.Type, depth: number): readonly FlowEffect[] => {
    const to = checker.getIndexTypeOfType(target, ts.IndexKind.String);
    if (to === undefined) return [];
    const from = checker.getIndexTypeOfType(source, ts.IndexKind.String);
    if (from !== undefined) return effectsOf(from, to, depth + 1);
    const why = `passed as ${checker.typeToString(target)}`;
    const own = types.recordsOf(source).map((use): FlowEffect => ({ kind: 'everything', use, why }));
    if (own.length > 0) return own;
    return checker
      .getPropertiesOfType(source)
      .flatMap((property) => effectsOf(checker.getTypeOfSymbol(property), to, depth + 1));
  };

  const signatureEffects = (source: ts.Type, target: ts.Type, depth: number): readonly FlowEffect[] => {
    const [to] = target.getCallSignatures();
    if (to === undefined) return [];
    return source.getCallSignatures().flatMap((from) => [
      ...from.parameters.flatMap((parameter, index) => {
        const given = to.parameters[index];
        if (given === undefined) return [];
        return effectsOf(checker.getTypeOfSymbol(given), checker.getTypeOfSymbol(parameter), depth + 1);
      }),
      ...effectsOf(from.getReturnType(), to.getReturnType(), depth + 1),
    ]);
  };

  const propertyEffects = (source: ts.Type, target: ts.Type, depth: number): readonly FlowEffect[] =>
    checker.getPropertiesOfType(target).flatMap((to) => {
      const from = to.flags & ts.SymbolFlags.Method ? undefined : checker.getPropertyOfType(source, to.name);
      if (from === undefined) return [];
      const own = types.fieldsOf(from);
      const fields = types.declaredFieldsOf(to);
      if (own.some((field) => fields.some(({ record }) => record === field.record))) return [];
      return [
        ...own.flatMap((field) => readThrough(field, to, target)),
        ...fields.flatMap((field) => writtenFrom(field, from)),
        ...effectsOf(checker.getTypeOfSymbol(from), checker.getTypeOfSymbol(to), depth + 1),
      ];
    });

  /** Code that is looked at reads the field under its other name; of other code, the place that hands it over stands for it. */
  const readThrough = (field: RecordField, property: ts.Symbol, target: ts.Type): readonly FlowEffect[] => {
    const parents = (property.declarations ?? []).map(({ parent }) => parent);
    const shapes = parents.filter((parent) => isShape(parent) && isSource(parent.getSourceFile()));
    for (const shape of shapes) learn(shape, field);
    if (shapes.length > 0) {
      for (const declaration of target.symbol?.declarations ?? []) {
        if (isSource(declaration.getSourceFile())) learn(declaration, field);
      }
      return [];
    }
    return [{ kind: 'field', field, access: 'reads', why: `passed as ${checker.typeToString(target)}` }];
  };

  const writtenFrom = (field: RecordField, property: ts.Symbol): readonly FlowEffect[] => {
    const at = property.valueDeclaration;
    const isOwn = at !== undefined && ts.isObjectLiteralElementLike(at) && isSource(at.getSourceFile());
    const effect: FlowEffect = { kind: 'field', field, access: 'writes', why: 'becomes the value' };
    return [isOwn ? { ...effect, at: at.name ?? at } : effect];
  };

  /** Whether the type holds a record, or is a function that takes or returns one. */
  const touches = (type: ts.Type, depth: number): boolean =>
    types.recordsWithin(type).length > 0 ||
    (depth < 3 &&
      type
        .getCallSignatures()
        .some((signature) =>
          [...signature.parameters.map((one) => checker.getTypeOfSymbol(one)), signature.getReturnType()].some((one) =>
            touches(one, depth + 1),
          ),
        ));

  const bind = (used: ts.Type, declared: ts.Type, depth = 0): void => {
    const seen = bound.get(used) ?? new Set();
    if (used === declared || depth > maxDepth || seen.has(declared)) return;
    bound.set(used, seen.add(declared));
    if (declared.flags & ts.TypeFlags.TypeParameter) {
      const uses = types.recordsWithin(used);
      for (const declaration of declared.symbol?.declarations ?? []) {
        for (const { record } of uses) learn(declaration, { record, name: '' });
      }
      const constraint = checker.getBaseConstraintOfType(declared);
      if (constraint !== undefined && uses.length > 0) effectsOf(used, constraint);
      return;
    }
    if (declared.isUnion()) {
      for (const one of declared.types) bind(used, one, depth + 1);
    }
    if (isSameGeneric(used, declared)) {
      const given = typeArgumentsOf(used, checker);
      for (const [index, one] of typeArgumentsOf(declared, checker).entries()) {
        const argument = given[index];
        if (argument !== undefined) bind(argument, one, depth + 1);
      }
    }
    const [from, to] = [used.getCallSignatures()[0], declared.getCallSignatures()[0]];
    if (from === undefined || to === undefined) return;
    for (const [index, parameter] of to.parameters.entries()) {
      const given = from.parameters[index];
      if (given !== undefined) bind(checker.getTypeOfSymbol(given), checker.getTypeOfSymbol(parameter), depth + 1);
    }
    bind(from.getReturnType(), to.getReturnType(), depth + 1);
  };

  return {
    effectsOf: (source, target) => effectsOf(source, target),
    bind: (used, declared) => bind(used, declared),
    hasLearned() {
      const result = learned;
      learned = false;
      if (result) [known, bound] = [new Map(), new Map()];
      return result;
    },
  };
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

const isShape = (node: ts.Node): boolean =>
  ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node) || ts.isClassLike(node);

/** `Map` is given where `ReadonlyMap` is expected: both are of a key and a value. */
function isSameGeneric(a: ts.Type, b: ts.Type): boolean {
  if (a.aliasSymbol !== undefined && a.aliasSymbol === b.aliasSymbol) return true;
  if (!isReference(a) || !isReference(b)) return false;
  const names = [a, b].map(({ target }) => target.symbol?.name.replace(/^Readonly|Like$/g, ''));
  return a.target === b.target || names[0] === names[1];
}
