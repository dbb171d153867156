import { ts } from 'ts-morph';
import { isAssignedTo, isAssignment } from './assignment.ts';
import type { Access } from './field-read.ts';
import { literalNames, membersOf, namesIn } from './property-names.ts';
import { fieldsOf, type RecordUse, recordsOf, type ValueTypes } from './value-types.ts';

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

/** Where a use stands, and what of. */
export type UsePlace = Pick<FieldUse, 'node' | 'holder' | 'why'> & { readonly access?: Access };

/** A place where properties are used by their names; undefined where they can be any. */
type NamedPlace = UsePlace & { readonly type: ts.Type; readonly names: readonly string[] | undefined };

/** The uses that the syntax of a node says. */
export function fieldUsesAt(node: ts.Node, types: ValueTypes): readonly FieldUse[] {
  if (ts.isPropertyAccessExpression(node)) return accessUses(node, types);
  if (ts.isQualifiedName(node)) return symbolUses(node.right, { holder: node.left, why: 'named in a type' }, types);
  if (ts.isElementAccessExpression(node)) return elementUses(node, types);
  if (ts.isBindingElement(node)) return bindingUses(node, types);
  if (ts.isObjectLiteralExpression(node)) return assignedUses(node, types);
  if (ts.isBinaryExpression(node)) return askedUses(node, types);
  if (ts.isSpreadAssignment(node) || ts.isJsxSpreadAttribute(node))
    return wholeOf(node.expression, 'copied by spread', types);
  if (ts.isForInStatement(node)) return wholeOf(node.expression, 'for … in', types);
  if (ts.isIndexedAccessTypeNode(node)) return typeUses(node.objectType, [node.indexType], types);
  if (ts.isTypeReferenceNode(node)) {
    // `Pick<OrderPlaced, 'note'>` depends on the field, whoever uses what comes out.
    const [of, ...names] = node.typeArguments ?? [];
    return of === undefined ? [] : typeUses(of, names, types);
  }
  return ts.isMappedTypeNode(node) ? mappedUses(node, types) : [];
}

/** The uses of the properties of these names. Whoever may ask for any field may read everything. */
export function usesOfNames(types: ValueTypes, { type, names, ...place }: NamedPlace): readonly FieldUse[] {
  if (names === undefined) return wholeUses(type, { ...place, why: 'by a name that is made at run time' }, types);
  const fields = names
    .flatMap((name) => membersOf(type, name, types.checker))
    .flatMap((property) => fieldsOf(types, property));
  const isAny = names.length > 1 && recordsOf(types, type).some(({ record }) => record.fields.size <= names.length);
  if (isAny) return wholeUses(type, { ...place, why: 'by a name that is made at run time' }, types);
  return fields.map(({ record, name }) => ({ access: 'reads', ...place, record, field: name, except: [] }));
}

const wholeUses = (type: ts.Type, place: UsePlace, types: ValueTypes): readonly FieldUse[] =>
  recordsOf(types, type).map((use) => ({ ...place, ...use, field: undefined, access: 'may read everything' }));

const wholeOf = (node: ts.Expression, why: string, types: ValueTypes): readonly FieldUse[] =>
  wholeUses(types.checker.getTypeAtLocation(node), { node, holder: node, why }, types);

function accessUses(node: ts.PropertyAccessExpression, types: ValueTypes): readonly FieldUse[] {
  return symbolUses(node.name, { holder: node.expression, access: accessOf(node), why: 'named' }, types);
}

function symbolUses(node: ts.Node, place: Omit<UsePlace, 'node'>, types: ValueTypes): readonly FieldUse[] {
  const property = types.checker.getSymbolAtLocation(node);
  const fields = property === undefined ? [] : fieldsOf(types, property);
  return fields.map(({ record, name }) => ({ access: 'reads', ...place, node, record, field: name, except: [] }));
}

function elementUses(node: ts.ElementAccessExpression, types: ValueTypes): readonly FieldUse[] {
  const { expression: holder, argumentExpression } = node;
  const names = literalNames(types.checker.getTypeAtLocation(argumentExpression));
  const place = { node: argumentExpression, holder, access: accessOf(node), why: 'named in brackets' };
  return usesOfNames(types, { ...place, names, type: types.checker.getTypeAtLocation(holder) });
}

const accessOf = (node: ts.Expression): Access =>
  isAssignedTo(node) || ts.isDeleteExpression(node.parent) ? 'writes' : 'reads';

function bindingUses(element: ts.BindingElement, types: ValueTypes): readonly FieldUse[] {
  const pattern = element.parent;
  if (!ts.isObjectBindingPattern(pattern)) return [];
  const holder = pattern.parent;
  const type = types.checker.getTypeAtLocation(pattern);
  if (element.dotDotDotToken !== undefined) {
    const named = pattern.elements
      .filter((one) => one !== element)
      .map(({ propertyName, name }) => propertyName ?? name);
    return restUses(types, { type, named, node: element.name, holder, why: 'rest of a destructuring' });
  }
  const node = element.propertyName ?? element.name;
  return usesOfNames(types, { type, names: namesIn(node, types.checker), node, holder, why: 'destructured' });
}

/** All but what is named beside it. */
function restUses(
  types: ValueTypes,
  { type, named, ...place }: UsePlace & { readonly type: ts.Type; readonly named: readonly ts.Node[] },
): readonly FieldUse[] {
  const names = named.flatMap((one) => namesIn(one, types.checker) ?? []);
  return wholeUses(type, place, types).map((use) => ({
    ...use,
    except: [...use.except, ...names.filter((name) => use.record.fields.has(name) && !use.except.includes(name))],
  }));
}

/** `({ note } = value)` */
function assignedUses(literal: ts.ObjectLiteralExpression, types: ValueTypes): readonly FieldUse[] {
  if (!isAssignedTo(literal)) return [];
  // Proven by the line above: a literal that is assigned to is a pattern.
  const type = types.checker.getTypeOfAssignmentPattern(literal as ts.ObjectLiteralExpression & ts.AssignmentPattern);
  const holder = isAssignment(literal.parent) ? literal.parent.right : undefined;
  return literal.properties.flatMap((property) => {
    const place = { node: property.name ?? property, holder, why: 'destructured' };
    if (property.name !== undefined) {
      return usesOfNames(types, { ...place, type, names: namesIn(property.name, types.checker) });
    }
    const named = literal.properties.flatMap(({ name }) => name ?? []);
    return restUses(types, { ...place, type, named, why: 'rest of a destructuring' });
  });
}

/** `'note' in value` */
function askedUses({ left, right, operatorToken }: ts.BinaryExpression, types: ValueTypes): readonly FieldUse[] {
  if (operatorToken.kind !== ts.SyntaxKind.InKeyword) return [];
  const names = literalNames(types.checker.getTypeAtLocation(left));
  const place = { node: left, holder: right, why: 'asked for by in' };
  return usesOfNames(types, { ...place, names, type: types.checker.getTypeAtLocation(right) });
}

function typeUses(of: ts.TypeNode, nodes: readonly ts.TypeNode[], types: ValueTypes): readonly FieldUse[] {
  if (nodes.length === 0) return [];
  const type = types.checker.getTypeFromTypeNode(of);
  return nodes.flatMap((node) => {
    const names = literalNames(types.checker.getTypeFromTypeNode(node)) ?? [];
    return usesOfNames(types, { type, names, node, holder: undefined, why: 'named in a type' });
  });
}

/** A mapped type that renames: who reads the field by its new name cannot be told. */
function mappedUses(
  { typeParameter: { constraint }, nameType }: ts.MappedTypeNode,
  types: ValueTypes,
): readonly FieldUse[] {
  if (nameType === undefined || constraint === undefined || !ts.isTypeOperatorNode(constraint)) return [];
  const node = constraint.type;
  const place = { node, holder: undefined, why: 'a mapped type with other names' };
  return wholeUses(types.checker.getTypeFromTypeNode(node), place, types);
}
