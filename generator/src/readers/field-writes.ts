import { ts } from 'ts-morph';
import { isAssignedTo } from './assignment.ts';
import type { FieldUse } from './field-uses.ts';
import { membersOf, namesIn } from './property-names.ts';
import { declaredFieldsOf, recordsOf, type ValueTypes } from './value-types.ts';

/** The fields that an object literal writes: those of what it is expected to be. */
export function fieldWritesAt(node: ts.Node, types: ValueTypes): readonly FieldUse[] {
  if (!ts.isObjectLiteralExpression(node) || isAssignedTo(node)) return [];
  const { checker } = types;
  const expected = checker.getContextualType(node);
  if (expected === undefined || recordsOf(types, expected).length === 0) return [];
  const written = (name: string, at: ts.Node, why: string): readonly FieldUse[] =>
    membersOf(expected, name, checker)
      .flatMap((property) => declaredFieldsOf(types, property))
      .map(({ record }) => ({ record, field: name, except: [], access: 'writes', why, node: at, holder: node }));
  return node.properties.flatMap((property) => {
    if (!ts.isSpreadAssignment(property)) {
      return (namesIn(property.name, checker) ?? []).flatMap((name) => written(name, property.name, 'written'));
    }
    const copied = checker.getPropertiesOfType(checker.getTypeAtLocation(property.expression));
    return copied.flatMap(({ name }) => written(name, property.expression, 'copied by spread'));
  });
}
