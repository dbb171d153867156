import { ts } from 'ts-morph';

/** The properties of a name, of every member of a union. */
export function membersOf(type: ts.Type, name: string, checker: ts.TypeChecker): readonly ts.Symbol[] {
  const apparent = checker.getApparentType(checker.getNonNullableType(type));
  const members = apparent.isUnion() ? apparent.types : [apparent];
  return members.flatMap((one) => checker.getPropertyOfType(one, name) ?? []);
}

/** The names that a key of that type can be, or undefined where it can be any. A number is a place in a list, and no name. */
export function literalNames(type: ts.Type): readonly string[] | undefined {
  if (type.isUnion()) {
    const names = type.types.map(literalNames);
    return names.every((one) => one !== undefined) ? names.flat() : undefined;
  }
  if (type.isStringLiteral()) return [type.value];
  return type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.ESSymbolLike | ts.TypeFlags.Never) ? [] : undefined;
}

/** The names that a property name in code can be, or undefined where it can be any. */
export function namesIn(name: ts.Node, checker: ts.TypeChecker): readonly string[] | undefined {
  if (ts.isComputedPropertyName(name)) return literalNames(checker.getTypeAtLocation(name.expression));
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? [name.text] : [];
}
