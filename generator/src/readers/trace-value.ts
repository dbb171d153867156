import { ts } from 'ts-morph';
import type { GeneratedRecord } from './generated-contract.ts';
import { below, type MessagePath, pathKey } from './message-paths.ts';
import type { ValueTypes } from './value-types.ts';

/** Finds out which part of which message a value is. */
export interface ValueTrace {
  /** Where the record stands that `holder` holds: all of its places, or those that the way to it in the code leaves. */
  placesOf(record: GeneratedRecord, holder: ts.Node | undefined): readonly MessagePath[];
}

export interface TraceOptions {
  readonly checker: ts.TypeChecker;
  readonly types: ValueTypes;
  readonly paths: ReadonlyMap<GeneratedRecord, readonly MessagePath[]>;
  /** The calls of a function, where all of them are known. */
  readonly callsOf: (declaration: ts.Node) => readonly ts.CallExpression[] | undefined;
}

type Places = readonly MessagePath[] | undefined;

const maxDepth = 24;

/** Methods of lists that hand on what is in the list: to a function, or as their result. */
const callingMethods = /^(map|flatMap|forEach|filter|find|findLast|findIndex|findLastIndex|some|every)$/;
const keepingMethods = /^(filter|slice|find|findLast|at|toSorted|toReversed|concat|values|flat)$/;

export function createValueTrace({ checker, types, paths, callsOf }: TraceOptions): ValueTrace {
  /** Places of a record that it has by its type alone. */
  const byType = (node: ts.Node): Places => {
    const records = types.recordsWithin(checker.getTypeAtLocation(node));
    const [only] = records;
    if (only === undefined || records.length > 1) return undefined;
    const places = paths.get(only.record) ?? [];
    return places.length === 1 ? places : undefined;
  };

  const trace = (node: ts.Node, depth: number): Places => {
    if (depth > maxDepth) return undefined;
    return byType(node) ?? bySyntax(node, depth + 1);
  };

  const bySyntax = (node: ts.Node, depth: number): Places => {
    if (ts.isIdentifier(node)) return traceName(node, depth);
    if (ts.isPropertyAccessExpression(node)) return traceField(node.name, trace(node.expression, depth));
    if (ts.isElementAccessExpression(node)) return traceElement(node, depth);
    if (ts.isCallExpression(node)) return traceCall(node, depth);
    if (ts.isConditionalExpression(node)) return either(trace(node.whenTrue, depth), trace(node.whenFalse, depth));
    if (ts.isBinaryExpression(node) && isFallback(node))
      return either(trace(node.left, depth), trace(node.right, depth));
    if (ts.isObjectLiteralExpression(node)) return traceLiteral(node, depth);
    if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAwaitExpression(node)) {
      return trace(node.expression, depth);
    }
    if (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) {
      return traceDeclaration(node, depth);
    }
    return undefined;
  };

  const traceField = (name: ts.MemberName, of: Places): Places => {
    const property = checker.getSymbolAtLocation(name);
    return property === undefined || types.fieldsOf(property).length === 0
      ? undefined
      : of?.map((place) => below(place, name.text));
  };

  const traceElement = (node: ts.ElementAccessExpression, depth: number): Places => {
    const of = trace(node.expression, depth);
    const isList =
      checker.getIndexTypeOfType(checker.getTypeAtLocation(node.expression), ts.IndexKind.Number) !== undefined;
    if (isList) return of;
    const key = node.argumentExpression;
    return ts.isStringLiteralLike(key) ? of?.map((place) => below(place, key.text)) : undefined;
  };

  const traceCall = ({ expression: callee }: ts.CallExpression, depth: number): Places =>
    ts.isPropertyAccessExpression(callee) && keepingMethods.test(callee.name.text) && isListMethod(callee)
      ? trace(callee.expression, depth)
      : undefined;

  const isListMethod = (callee: ts.PropertyAccessExpression): boolean =>
    checker.getIndexTypeOfType(checker.getTypeAtLocation(callee.expression), ts.IndexKind.Number) !== undefined;

  /** What is written as the value of a field is that field. */
  const traceLiteral = (node: ts.ObjectLiteralExpression, depth: number): Places => {
    let inner: ts.Node = node;
    while (ts.isArrayLiteralExpression(inner.parent) || ts.isParenthesizedExpression(inner.parent))
      inner = inner.parent;
    const property = inner.parent;
    if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name)) return undefined;
    const { text } = property.name;
    const outer = checker.getContextualType(property.parent);
    const records = outer === undefined ? [] : types.recordsOf(outer);
    const [only] = records;
    if (only === undefined || records.length > 1 || !only.record.fields.has(text)) return undefined;
    const places = paths.get(only.record) ?? [];
    const of = places.length === 1 ? places : traceLiteral(property.parent, depth + 1);
    return depth > maxDepth ? undefined : of?.map((place) => below(place, text));
  };

  const traceName = (node: ts.Identifier, depth: number): Places => {
    const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
    return declaration === undefined ? undefined : traceDeclaration(declaration, depth);
  };

  const traceDeclaration = (node: ts.Node, depth: number): Places => {
    if (depth > maxDepth) return undefined;
    if (ts.isBindingElement(node)) return traceBinding(node, depth + 1);
    if (ts.isParameter(node)) return byType(node) ?? traceParameter(node, depth + 1);
    if (!ts.isVariableDeclaration(node) || !(node.parent.flags & ts.NodeFlags.Const)) return undefined;
    const known = byType(node);
    if (known !== undefined) return known;
    if (node.initializer !== undefined) return trace(node.initializer, depth + 1);
    const loop = node.parent.parent;
    return ts.isForOfStatement(loop) ? trace(loop.expression, depth + 1) : undefined;
  };

  const traceBinding = (node: ts.BindingElement, depth: number): Places => {
    const pattern = node.parent;
    const of = traceDeclaration(pattern.parent, depth);
    if (ts.isArrayBindingPattern(pattern) || node.dotDotDotToken !== undefined) return of;
    const key = node.propertyName ?? node.name;
    if (!ts.isIdentifier(key) || node.initializer !== undefined) return undefined;
    const property = checker.getPropertyOfType(checker.getTypeAtLocation(pattern), key.text);
    const isField = property !== undefined && types.fieldsOf(property).length > 0;
    return isField ? of?.map((place) => below(place, key.text)) : undefined;
  };

  const traceParameter = (node: ts.ParameterDeclaration, depth: number): Places => {
    const fn = node.parent;
    const index = fn.parameters.indexOf(node);
    if (node.dotDotDotToken !== undefined || node.initializer !== undefined) return undefined;
    if (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) {
      const call = fn.parent;
      if (index === 0 && ts.isCallExpression(call) && call.arguments[0] === fn) return traceElementOf(call, depth);
    }
    const calls = callsOf(fn);
    if (calls === undefined || calls.length === 0) return undefined;
    return calls
      .map((call) => {
        const argument = call.arguments[index];
        return argument === undefined || ts.isSpreadElement(argument) ? undefined : trace(argument, depth);
      })
      .reduce(either);
  };

  const traceElementOf = ({ expression: callee }: ts.CallExpression, depth: number): Places =>
    ts.isPropertyAccessExpression(callee) && callingMethods.test(callee.name.text) && isListMethod(callee)
      ? trace(callee.expression, depth)
      : undefined;

  return {
    placesOf(record, holder) {
      const all = paths.get(record) ?? [];
      if (all.length < 2 || holder === undefined) return all;
      const traced = new Set((trace(holder, 0) ?? []).map(pathKey));
      const left = all.filter((place) => traced.has(pathKey(place)));
      return left.length > 0 ? left : all;
    },
  };
}

const either = (a: Places, b: Places): Places => (a === undefined || b === undefined ? undefined : [...a, ...b]);

const isFallback = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
