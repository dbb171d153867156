import { ts } from 'ts-morph';

export const isAssignment = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;

/** Whether something is assigned to an expression: on the left of an assignment, before `of`, or inside of such a pattern. */
export function isAssignedTo(node: ts.Expression): boolean {
  const { parent } = node;
  if (isAssignment(parent)) return parent.left === node;
  if (ts.isForOfStatement(parent)) return parent.initializer === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node && isAssignedTo(parent.parent);
  if (ts.isSpreadAssignment(parent)) return isAssignedTo(parent.parent);
  const isPart =
    ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent) || ts.isParenthesizedExpression(parent);
  return isPart && isAssignedTo(parent);
}
