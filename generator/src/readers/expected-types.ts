import { ts } from 'ts-morph';
import { isAssignment } from './assignment.ts';
import { isOpaque } from './value-flows.ts';

/** A value that is used where another type is expected. */
export interface Flow {
  readonly source: ts.Type;
  readonly target: ts.Type;
  readonly node: ts.Node;
}

/** The flow that happens at a node, if it is a value that is handed on. What only passes a value through is none. */
export function flowAt(node: ts.Node, checker: ts.TypeChecker): Flow | undefined {
  if (ts.isParameter(node)) return parameterFlow(node, checker);
  if (ts.isShorthandPropertyAssignment(node)) return shorthandFlow(node, checker);
  if (ts.isMethodDeclaration(node) || ts.isPropertyDeclaration(node)) return memberFlow(node, checker);
  if (!ts.isExpression(node) || passesThrough(node)) return undefined;
  const target = isHandedOn(node) ? expectedType(node, checker) : undefined;
  return target === undefined ? undefined : { source: checker.getTypeAtLocation(node), target, node };
}

/** A parameter that a function annotates otherwise than who calls it does. */
function parameterFlow(node: ts.ParameterDeclaration, checker: ts.TypeChecker): Flow | undefined {
  const { parent: fn, type } = node;
  const [signature] = type === undefined ? [] : (calledAs(fn, checker)?.getCallSignatures() ?? []);
  const given = signature?.parameters[fn.parameters.indexOf(node)];
  if (given === undefined || type === undefined) return undefined;
  return { source: checker.getTypeOfSymbol(given), target: checker.getTypeFromTypeNode(type), node: node.name };
}

/** What a function that is written as a value is expected to be. */
function calledAs(fn: ts.Node, checker: ts.TypeChecker): ts.Type | undefined {
  if (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) return checker.getContextualType(fn);
  if (!ts.isMethodDeclaration(fn) || !ts.isObjectLiteralExpression(fn.parent)) return undefined;
  const expected = expectedType(fn.parent, checker);
  return expected === undefined || !ts.isIdentifier(fn.name) ? undefined : memberType(expected, fn.name.text, checker);
}

/** A member of a class that implements one of an interface. */
function memberFlow(node: ts.MethodDeclaration | ts.PropertyDeclaration, checker: ts.TypeChecker): Flow | undefined {
  if (!ts.isClassLike(node.parent) || !ts.isIdentifier(node.name)) return undefined;
  const { text } = node.name;
  const implemented = (node.parent.heritageClauses ?? []).flatMap(({ types }) => types);
  const targets = implemented.map((type) => memberType(checker.getTypeAtLocation(type), text, checker));
  const [target] = targets.filter((one) => one !== undefined);
  return target === undefined ? undefined : { source: checker.getTypeAtLocation(node), target, node: node.name };
}

function shorthandFlow(node: ts.ShorthandPropertyAssignment, checker: ts.TypeChecker): Flow | undefined {
  const literal = node.parent;
  const expected = expectedType(literal, checker);
  if (expected === undefined) return undefined;
  const target = isOpaque(expected, checker) ? expected : memberType(expected, node.name.text, checker);
  const value = checker.getShorthandAssignmentValueSymbol(node);
  if (target === undefined || value === undefined) return undefined;
  return { source: checker.getTypeOfSymbolAtLocation(value, node.name), target, node: node.name };
}

function memberType(type: ts.Type, name: string, checker: ts.TypeChecker): ts.Type | undefined {
  const members = (type.isUnion() ? type.types : [type]).map((one) => checker.getPropertyOfType(one, name));
  const [member] = members.filter((one) => one !== undefined);
  return member === undefined ? checker.getIndexTypeOfType(type, ts.IndexKind.String) : checker.getTypeOfSymbol(member);
}

/** Their parts are handed on themselves. */
const passesThrough = (node: ts.Expression): boolean =>
  ts.isParenthesizedExpression(node) ||
  ts.isSpreadElement(node) ||
  ts.isConditionalExpression(node) ||
  ts.isObjectLiteralExpression(node) ||
  ts.isArrayLiteralExpression(node) ||
  ts.isArrowFunction(node) ||
  ts.isFunctionExpression(node) ||
  (ts.isBinaryExpression(node) && isChoice(node.operatorToken.kind));

const isChoice = (kind: ts.SyntaxKind): boolean =>
  kind === ts.SyntaxKind.QuestionQuestionToken ||
  kind === ts.SyntaxKind.BarBarToken ||
  kind === ts.SyntaxKind.AmpersandAmpersandToken ||
  kind === ts.SyntaxKind.CommaToken;

function isHandedOn(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression !== node;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)) {
    return parent.initializer === node && parent.type !== undefined;
  }
  if (ts.isParameter(parent) || ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isArrowFunction(parent)) return parent.body === node;
  if (ts.isConditionalExpression(parent)) return parent.condition !== node;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    return isChoice(kind) || (isAssignment(parent) && parent.right === node && !isPattern(parent.left));
  }
  return (
    ts.isReturnStatement(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isTypeAssertionExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isYieldExpression(parent) ||
    ts.isJsxExpression(parent) ||
    (ts.isTemplateSpan(parent) && ts.isTaggedTemplateExpression(parent.parent.parent))
  );
}

/** What a pattern takes of a value is a use of its own. */
const isPattern = (node: ts.Expression): boolean =>
  ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node);

/** Below something that nobody knows the type of, everything is expected as that. */
function expectedType(node: ts.Expression, checker: ts.TypeChecker): ts.Type | undefined {
  const { parent } = node;
  if (ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent) || ts.isTypeAssertionExpression(parent)) {
    return checker.getTypeFromTypeNode(parent.type);
  }
  const expected = checker.getContextualType(node);
  if (expected !== undefined) return expected;
  const around = ts.isPropertyAssignment(parent) ? parent.parent : parent;
  if (!ts.isExpression(around) || !passesThrough(around) || ts.isArrowFunction(around)) return undefined;
  const outer = expectedType(around, checker);
  return outer !== undefined && isOpaque(outer, checker) ? outer : undefined;
}
