import { ts } from 'ts-morph';

/**
 * The calls of functions by their declaration, as far as all of them are known: a function that is handed on as a value may
 * be called by anybody, and is left out.
 */
export function findCalls(
  sources: readonly ts.SourceFile[],
  checker: ts.TypeChecker,
): (declaration: ts.Node) => readonly ts.CallExpression[] | undefined {
  const functions = new Map<ts.Node, ts.Node>();
  const names = new Set<string>();
  for (const source of sources) {
    forEachNode(source, (node) => {
      const named = namedFunction(node);
      if (named === undefined) return;
      functions.set(node, named.body);
      names.add(named.name);
    });
  }
  const calls = new Map<ts.Node, ts.CallExpression[]>();
  const handedOn = new Set<ts.Node>();
  const note = (node: ts.Identifier): void => {
    const { parent } = node;
    const shorthand = ts.isShorthandPropertyAssignment(parent);
    const symbol = shorthand ? checker.getShorthandAssignmentValueSymbol(parent) : checker.getSymbolAtLocation(node);
    if (symbol === undefined) return;
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const fn = target.valueDeclaration === undefined ? undefined : functions.get(target.valueDeclaration);
    if (fn === undefined || parent === target.valueDeclaration) return;
    if (ts.isCallExpression(parent) && parent.expression === node) calls.set(fn, [...(calls.get(fn) ?? []), parent]);
    else if (!ts.isImportSpecifier(parent) && !ts.isExportSpecifier(parent)) handedOn.add(fn);
  };
  for (const source of sources) {
    forEachNode(source, (node) => {
      if (ts.isIdentifier(node) && names.has(node.text)) note(node);
    });
  }
  return (declaration) => (handedOn.has(declaration) ? undefined : calls.get(declaration));
}

/** `function money() {}` or `const money = () => {}`. */
function namedFunction(node: ts.Node): { readonly name: string; readonly body: ts.Node } | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name === undefined ? undefined : { name: node.name.text, body: node };
  if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || node.initializer === undefined)
    return undefined;
  const { name, initializer } = node;
  const isFunction = ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer);
  return isFunction ? { name: name.text, body: initializer } : undefined;
}

/** Calls `visit` for the node and all below it. */
export function forEachNode(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => forEachNode(child, visit));
}
