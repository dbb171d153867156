import { ts } from 'ts-morph';
import type { GeneratedRecord } from './generated-records.ts';
import { below, type MessagePath, pathKey } from './message-paths.ts';
import { literalNames } from './property-names.ts';
import { fieldsOf, recordsOf, recordsWithin, type ValueTypes } from './value-types.ts';

/** What is needed to find out which part of which message a value is. */
export interface ValueTrace {
  readonly types: ValueTypes;
  readonly paths: ReadonlyMap<GeneratedRecord, readonly MessagePath[]>;
  /** The calls of a function, where all of them are known. */
  readonly callsOf: (declaration: ts.Node) => readonly ts.CallExpression[] | undefined;
}

/** Undefined where the code does not say. */
type Places = readonly MessagePath[] | undefined;

const maxDepth = 24;

/** Where the record stands that `holder` holds: of all of its places those that the way to it in the code leaves. */
export function placesOf(
  trace: ValueTrace,
  record: GeneratedRecord,
  holder: ts.Node | undefined,
): readonly MessagePath[] {
  const all = trace.paths.get(record) ?? [];
  if (all.length < 2 || holder === undefined) return all;
  const traced = new Set((placesIn(trace, holder, 0) ?? []).map(pathKey));
  const left = all.filter((place) => traced.has(pathKey(place)));
  return left.length > 0 ? left : all;
}

function placesIn(trace: ValueTrace, node: ts.Node, depth: number): Places {
  if (depth > maxDepth) return undefined;
  const known = placesByType(trace, node);
  if (known !== undefined) return known;
  const next = depth + 1;
  if (ts.isIdentifier(node)) return placesOfName(trace, node, next);
  if (ts.isPropertyAccessExpression(node)) return placesOfField(trace, node, next);
  if (ts.isElementAccessExpression(node)) return placesOfElement(trace, node, next);
  if (ts.isCallExpression(node)) return placesOfCall(trace, node, next);
  if (ts.isConditionalExpression(node)) return either(trace, [node.whenTrue, node.whenFalse], next);
  if (ts.isBinaryExpression(node)) return isFallback(node) ? either(trace, [node.left, node.right], next) : undefined;
  if (ts.isObjectLiteralExpression(node)) return placesOfLiteral(trace, node, next);
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAwaitExpression(node)) {
    return placesIn(trace, node.expression, next);
  }
  if (ts.isBindingElement(node)) return placesOfBinding(trace, node, next);
  if (ts.isParameter(node)) return placesOfParameter(trace, node, next);
  return ts.isVariableDeclaration(node) ? placesOfVariable(trace, node, next) : undefined;
}

/** A record that stands in one place only is known by its type. */
function placesByType({ types, paths }: ValueTrace, node: ts.Node): Places {
  const type = types.checker.getTypeAtLocation(node);
  if (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) return [];
  const [only, ...others] = recordsWithin(types, type);
  const places = only === undefined || others.length > 0 ? [] : (paths.get(only.record) ?? []);
  return places.length === 1 ? places : undefined;
}

function placesOfName(trace: ValueTrace, node: ts.Identifier, depth: number): Places {
  const declaration = trace.types.checker.getSymbolAtLocation(node)?.valueDeclaration;
  return declaration === undefined ? undefined : placesIn(trace, declaration, depth);
}

function placesOfField(trace: ValueTrace, { expression, name }: ts.PropertyAccessExpression, depth: number): Places {
  const property = trace.types.checker.getSymbolAtLocation(name);
  const isField = property !== undefined && fieldsOf(trace.types, property).length > 0;
  return isField ? placesIn(trace, expression, depth)?.map((place) => below(place, name.text)) : undefined;
}

function placesOfElement(trace: ValueTrace, node: ts.ElementAccessExpression, depth: number): Places {
  const of = placesIn(trace, node.expression, depth);
  if (isList(trace, node.expression)) return of;
  const names = literalNames(trace.types.checker.getTypeAtLocation(node.argumentExpression));
  return names === undefined ? undefined : of?.flatMap((place) => names.map((name) => below(place, name)));
}

const isList = ({ types: { checker } }: ValueTrace, node: ts.Expression): boolean =>
  checker.getIndexTypeOfType(checker.getTypeAtLocation(node), ts.IndexKind.Number) !== undefined;

/** Methods of lists whose result is of what is in the list. */
const keepingMethods = /^(filter|slice|find|findLast|at|toSorted|toReversed|values|flat)$/;
/** Methods of lists that call a function with what is in the list. */
const callingMethods = /^(map|flatMap|forEach|filter|find|findLast|findIndex|findLastIndex|some|every)$/;

function placesOfCall(trace: ValueTrace, { expression: callee }: ts.CallExpression, depth: number): Places {
  return isMethodOfList(trace, callee, keepingMethods) ? placesIn(trace, callee.expression, depth) : undefined;
}

const isMethodOfList = (
  trace: ValueTrace,
  callee: ts.Expression,
  methods: RegExp,
): callee is ts.PropertyAccessExpression =>
  ts.isPropertyAccessExpression(callee) && methods.test(callee.name.text) && isList(trace, callee.expression);

function either(trace: ValueTrace, nodes: readonly ts.Node[], depth: number): Places {
  const places = nodes.map((node) => placesIn(trace, node, depth));
  return places.every((one) => one !== undefined) ? places.flat() : undefined;
}

const isFallback = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;

/** What is written as the value of a field is that field. */
function placesOfLiteral(trace: ValueTrace, node: ts.Expression, depth: number): Places {
  const { parent } = node;
  if (ts.isArrayLiteralExpression(parent) || ts.isParenthesizedExpression(parent)) {
    return depth > maxDepth ? undefined : placesOfLiteral(trace, parent, depth + 1);
  }
  if (!ts.isPropertyAssignment(parent) || !ts.isIdentifier(parent.name)) return undefined;
  const { text } = parent.name;
  const outer = trace.types.checker.getContextualType(parent.parent);
  const [only, ...others] = outer === undefined ? [] : recordsOf(trace.types, outer);
  if (only === undefined || others.length > 0 || !only.record.fields.has(text)) return undefined;
  const known = trace.paths.get(only.record) ?? [];
  const places = known.length === 1 ? known : placesOfLiteral(trace, parent.parent, depth + 1);
  return places?.map((place) => below(place, text));
}

function placesOfVariable(trace: ValueTrace, node: ts.VariableDeclaration, depth: number): Places {
  // Another value may be assigned to any other variable.
  if (!(node.parent.flags & ts.NodeFlags.Const)) return undefined;
  if (node.initializer !== undefined) return placesIn(trace, node.initializer, depth);
  const loop = node.parent.parent;
  return ts.isForOfStatement(loop) ? placesIn(trace, loop.expression, depth) : undefined;
}

function placesOfBinding(trace: ValueTrace, node: ts.BindingElement, depth: number): Places {
  const pattern = node.parent;
  const of = placesIn(trace, pattern.parent, depth);
  if (ts.isArrayBindingPattern(pattern) || node.dotDotDotToken !== undefined) return of;
  const key = node.propertyName ?? node.name;
  if (!ts.isIdentifier(key) || node.initializer !== undefined) return undefined;
  const { checker } = trace.types;
  const property = checker.getPropertyOfType(checker.getTypeAtLocation(pattern), key.text);
  const isField = property !== undefined && fieldsOf(trace.types, property).length > 0;
  return isField ? of?.map((place) => below(place, key.text)) : undefined;
}

/** What all callers pass; of a function that a method of a list calls, what is in the list. */
function placesOfParameter(trace: ValueTrace, node: ts.ParameterDeclaration, depth: number): Places {
  const { parent: fn, dotDotDotToken, initializer } = node;
  if (dotDotDotToken !== undefined || initializer !== undefined) return undefined;
  const index = fn.parameters.indexOf(node);
  const around = fn.parent;
  if (index === 0 && ts.isCallExpression(around) && around.arguments.some((one) => one === fn)) {
    const { expression: callee } = around;
    return isMethodOfList(trace, callee, callingMethods) ? placesIn(trace, callee.expression, depth) : undefined;
  }
  const given = trace.callsOf(fn)?.map((call) => call.arguments[index]);
  if (given === undefined || given.length === 0) return undefined;
  const known = given.flatMap((one) => (one === undefined || ts.isSpreadElement(one) ? [] : [one]));
  return known.length === given.length ? either(trace, known, depth) : undefined;
}
