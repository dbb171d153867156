import { ts } from 'ts-morph';
import type { Access } from './field-read.ts';
import type { RecordField, RecordUse, ValueTypes } from './value-types.ts';

/** A use of a field, or of a whole record, at a place in code. */
export interface FieldUse {
  readonly record: RecordUse['record'];
  /** Undefined for the whole record. */
  readonly field: string | undefined;
  readonly except: readonly string[];
  readonly access: Access;
  readonly why: string;
  readonly node: ts.Node;
  /** What holds the record: from where it is known which part of which message that is. */
  readonly holder: ts.Node | undefined;
}

export interface FieldUseOptions {
  readonly checker: ts.TypeChecker;
  readonly types: ValueTypes;
}

/** Where a use stands, and what of. */
interface Where {
  readonly node: ts.Node;
  readonly holder: ts.Node | undefined;
  readonly access?: Access;
  readonly why: string;
}

/** The uses that the syntax of a node says. */
export function fieldUsesAt(node: ts.Node, { checker, types }: FieldUseOptions): readonly FieldUse[] {
  const named = (property: ts.Symbol | undefined, where: Where): readonly FieldUse[] =>
    property === undefined ? [] : types.fieldsOf(property).map((field) => useOf(field, where));
  const member = (type: ts.Type, name: string, where: Where): readonly FieldUse[] =>
    membersOf(type, name, checker).flatMap((property) => named(property, where));
  const whole = (type: ts.Type, where: Where): readonly FieldUse[] =>
    types.recordsOf(type).map((use) => ({
      ...where,
      ...use,
      field: undefined,
      access: 'may read everything',
    }));

  if (ts.isPropertyAccessExpression(node)) {
    const where = { node: node.name, holder: node.expression, access: accessOf(node), why: 'named' };
    return named(checker.getSymbolAtLocation(node.name), where);
  }
  if (ts.isElementAccessExpression(node)) {
    const type = checker.getTypeAtLocation(node.expression);
    const where = { node: node.argumentExpression, holder: node.expression, access: accessOf(node) };
    const names = literalNames(checker.getTypeAtLocation(node.argumentExpression));
    if (names === undefined) return whole(type, { ...where, why: 'by a name that is made at run time' });
    return names.flatMap((name) => member(type, name, { ...where, why: 'named in brackets' }));
  }
  if (ts.isBindingElement(node)) return bindingUses(node);
  if (ts.isObjectLiteralExpression(node) && isAssignmentTarget(node)) return assignedUses(node);
  if (ts.isSpreadAssignment(node) || ts.isJsxSpreadAttribute(node)) {
    const type = checker.getTypeAtLocation(node.expression);
    return whole(type, { node: node.expression, holder: node.expression, why: 'copied by spread' });
  }
  if (ts.isForInStatement(node)) {
    const type = checker.getTypeAtLocation(node.expression);
    return whole(type, { node: node.expression, holder: node.expression, why: 'for … in' });
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword) {
    const type = checker.getTypeAtLocation(node.right);
    const names = literalNames(checker.getTypeAtLocation(node.left));
    if (names === undefined)
      return whole(type, { node: node.left, holder: node.right, why: 'by a name that is made at run time' });
    return names.flatMap((name) => member(type, name, { node: node.left, holder: node.right, why: 'asked for by in' }));
  }
  if (ts.isIndexedAccessTypeNode(node)) {
    const names = literalNames(checker.getTypeFromTypeNode(node.indexType)) ?? [];
    const type = checker.getTypeFromTypeNode(node.objectType);
    const where = { node: node.indexType, holder: undefined, why: 'named in a type' };
    return names.flatMap((name) => member(type, name, where));
  }
  if (ts.isTypeReferenceNode(node)) return namedByTypeArguments(node);
  if (ts.isMappedTypeNode(node)) return mappedUses(node);
  return [];

  function bindingUses(element: ts.BindingElement): readonly FieldUse[] {
    const pattern = element.parent;
    if (!ts.isObjectBindingPattern(pattern)) return [];
    const holder = pattern.parent;
    const type = checker.getTypeAtLocation(pattern);
    if (element.dotDotDotToken !== undefined) {
      const rest = checker.getTypeAtLocation(element.name);
      return whole(rest, { node: element.name, holder, why: 'rest of a destructuring' });
    }
    const key = element.propertyName ?? element.name;
    const name = nameOf(key, checker);
    if (name === undefined) return whole(type, { node: key, holder, why: 'by a name that is made at run time' });
    return member(type, name, { node: key, holder, why: 'destructured' });
  }

  /** `({ note } = value)` */
  function assignedUses(literal: ts.ObjectLiteralExpression): readonly FieldUse[] {
    const holder = ts.isBinaryExpression(literal.parent) ? literal.parent.right : undefined;
    const type = holder === undefined ? undefined : checker.getTypeAtLocation(holder);
    if (type === undefined) return [];
    return literal.properties.flatMap((property) => {
      const where = { node: property.name ?? property, holder, why: 'destructured' };
      if (ts.isSpreadAssignment(property)) return whole(type, { ...where, why: 'rest of a destructuring' });
      const name = property.name === undefined ? undefined : nameOf(property.name, checker);
      return name === undefined ? whole(type, where) : member(type, name, where);
    });
  }

  /** `Pick<OrderPlaced, 'note'>`: the names are lost to the type that comes out. */
  function namedByTypeArguments(reference: ts.TypeReferenceNode): readonly FieldUse[] {
    const [of, ...others] = reference.typeArguments ?? [];
    if (of === undefined || others.length === 0) return [];
    const type = checker.getTypeFromTypeNode(of);
    return others.flatMap((argument) =>
      (literalNames(checker.getTypeFromTypeNode(argument)) ?? []).flatMap((name) =>
        member(type, name, { node: argument, holder: undefined, why: 'named in a type' }),
      ),
    );
  }

  /** A mapped type that renames: who reads the field by the new name cannot be told. */
  function mappedUses(mapped: ts.MappedTypeNode): readonly FieldUse[] {
    const constraint = mapped.typeParameter.constraint;
    const operand = constraint !== undefined && ts.isTypeOperatorNode(constraint) ? constraint.type : undefined;
    if (operand === undefined || mapped.nameType === undefined) return [];
    const type = checker.getTypeFromTypeNode(operand);
    return whole(type, { node: operand, holder: undefined, why: 'a mapped type with other names' });
  }
}

const useOf = (field: RecordField, { access = 'reads', ...where }: Where): FieldUse => ({
  ...where,
  record: field.record,
  field: field.name,
  except: [],
  access,
});

/** The property of that name, of every member of a union. */
function membersOf(type: ts.Type, name: string, checker: ts.TypeChecker): readonly ts.Symbol[] {
  const apparent = checker.getApparentType(checker.getNonNullableType(type));
  const members = apparent.isUnion() ? apparent.types : [apparent];
  return members.flatMap((one) => checker.getPropertyOfType(one, name) ?? []);
}

/** The names that a type allows, where it allows no others. A number is the place in a list. */
function literalNames(type: ts.Type): readonly string[] | undefined {
  if (type.isUnion()) {
    const names = type.types.map(literalNames);
    return names.every((one) => one !== undefined) ? names.flat() : undefined;
  }
  if (type.isStringLiteral()) return [type.value];
  return type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.ESSymbolLike) ? [] : undefined;
}

function nameOf(name: ts.Node, checker: ts.TypeChecker): string | undefined {
  if (ts.isComputedPropertyName(name)) return literalNames(checker.getTypeAtLocation(name.expression))?.[0];
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}

function accessOf(node: ts.Expression): Access {
  const { parent } = node;
  const isAssigned =
    ts.isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isAssigned || ts.isDeleteExpression(parent) ? 'writes' : 'reads';
}

const isAssignmentTarget = (node: ts.Expression): boolean =>
  ts.isBinaryExpression(node.parent) &&
  node.parent.left === node &&
  node.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;

/** The fields that an object literal writes: those of what it is expected to be. */
export function writesAt(node: ts.Node, { checker, types }: FieldUseOptions): readonly FieldUse[] {
  if (!ts.isObjectLiteralExpression(node) || isAssignmentTarget(node)) return [];
  const expected = checker.getContextualType(node);
  if (expected === undefined || types.recordsOf(expected).length === 0) return [];
  const written = (name: string, at: ts.Node, why: string): readonly FieldUse[] =>
    membersOf(expected, name, checker)
      .flatMap((property) => types.declaredFieldsOf(property))
      .map((field) => useOf(field, { node: at, holder: node, access: 'writes', why }));
  return node.properties.flatMap((property) => {
    if (ts.isSpreadAssignment(property)) {
      const names = checker.getPropertiesOfType(checker.getTypeAtLocation(property.expression));
      return names.flatMap(({ name }) => written(name, property.expression, 'copied by spread'));
    }
    const name = nameOf(property.name, checker);
    return name === undefined ? [] : written(name, property.name, 'written');
  });
}
