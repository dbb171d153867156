import { ts } from 'ts-morph';
import { type Flow, flowAt } from './expected-types.ts';
import type { FieldUse } from './field-uses.ts';
import { forEachNode } from './function-calls.ts';
import {
  bindTypeParameters,
  createValueFlows,
  effectsOf,
  elementType,
  type FlowEffect,
  parameterType,
} from './value-flows.ts';
import { recordsWithin, typeArgumentsOf, type ValueTypes } from './value-types.ts';

export interface ValueUseOptions {
  readonly types: ValueTypes;
  readonly sources: readonly ts.SourceFile[];
  /** Whether what a function of that file does with a value is known: nothing, or looked at. */
  readonly isKnown: (file: ts.SourceFile) => boolean;
}

/** A type that something is used with, and the one that it is declared with. */
interface Binding {
  readonly used: ts.Type;
  readonly declared: ts.Type;
  readonly node: ts.Node;
}

/** No walk over the types of a program is longer; each round follows values one hand further. */
const maxRounds = 10;

/**
 * The uses that no syntax says: values that are handed on as something else. Notes what shapes the values take on, so it goes
 * before everything that asks for the fields of a shape.
 */
export function valueUses({ types, sources, isKnown }: ValueUseOptions): readonly FieldUse[] {
  const { checker, isSource } = types;
  const flows: Flow[] = [];
  const bindings: Binding[] = [];
  const handedOver: ts.Expression[] = [];
  for (const source of sources) {
    forEachNode(source, (node) => {
      const flow = isHarmless(node.parent) ? undefined : flowAt(node, checker);
      if (flow !== undefined) flows.push(flow);
      if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
      flows.push(...spreadFlows(node, checker));
      const file = checker.getResolvedSignature(node)?.declaration?.getSourceFile();
      if (file === undefined) return;
      if (isSource(file)) bindings.push(...bindingsOf(node, checker));
      else if (!isKnown(file)) handedOver.push(...genericArguments(node, checker));
      else if (isCopying(node)) handedOver.push(...(node.arguments ?? []));
    });
  }
  return [...followFlows(flows, bindings, types), ...handedOver.flatMap((node) => takenWhole(node, types))];
}

function followFlows(flows: readonly Flow[], bindings: readonly Binding[], types: ValueTypes): readonly FieldUse[] {
  let uses: readonly FieldUse[] = [];
  for (let round = 0; round < maxRounds; round += 1) {
    const values = createValueFlows(types);
    uses = [
      ...bindings.flatMap(({ used, declared, node }) =>
        bindTypeParameters(values, { source: used, target: declared }).map((effect) => useOf(effect, node)),
      ),
      ...flows.flatMap(({ source, target, node }) =>
        effectsOf(values, { source, target }).map((effect) => useOf(effect, node)),
      ),
    ];
    if (!values.hasLearned) break;
  }
  return uses;
}

function useOf(effect: FlowEffect, node: ts.Node): FieldUse {
  if (effect.kind === 'everything') {
    const { use, why } = effect;
    return { ...use, field: undefined, access: 'may read everything', why, node, holder: node };
  }
  const { field, access, why, at = node } = effect;
  return { record: field.record, field: field.name, except: [], access, why, node: at, holder: node };
}

/** Functions that look at what a value is, and at nothing in it. */
const isHarmless = (call: ts.Node | undefined): boolean =>
  call !== undefined &&
  ts.isCallExpression(call) &&
  /^(Array\.isArray|Boolean|Number|Number\.is\w+|isNaN)$/.test(call.expression.getText());

/** `Object.assign(target, order)`: what becomes of the copy, no type says. */
const isCopying = (call: ts.CallExpression | ts.NewExpression): boolean =>
  call.expression.getText() === 'Object.assign';

/** `book(...orders)`: each of them is an argument. */
function spreadFlows(call: ts.CallExpression | ts.NewExpression, checker: ts.TypeChecker): readonly Flow[] {
  const { arguments: given = [] } = call;
  const first = given.findIndex((one) => ts.isSpreadElement(one));
  const signature = first < 0 ? undefined : checker.getResolvedSignature(call);
  if (signature === undefined) return [];
  return given.slice(first).flatMap((argument) => {
    if (!ts.isSpreadElement(argument)) return [];
    const type = checker.getTypeAtLocation(argument.expression);
    const sources = checker.isTupleType(type) ? typeArgumentsOf(type, checker) : [elementType(type, checker)];
    // Behind a list of any length, an argument may be for any parameter.
    const targets = signature.parameters.map((_, index) => parameterType(signature, first + index, checker));
    return sources.flatMap((source) =>
      targets.flatMap((target) =>
        source === undefined || target === undefined ? [] : [{ source, target, node: argument.expression }],
      ),
    );
  });
}

function bindingsOf(call: ts.CallExpression | ts.NewExpression, checker: ts.TypeChecker): readonly Binding[] {
  const used = checker.getResolvedSignature(call);
  const declaration = used?.getDeclaration();
  if (used === undefined || declaration === undefined) return [];
  const declared = checker.getSignatureFromDeclaration(declaration);
  if (declared === undefined || declared === used) return [];
  const parameters = declared.parameters.flatMap((parameter, index) => {
    const given = used.parameters[index];
    if (given === undefined) return [];
    const node = call.arguments?.[index] ?? call.expression;
    return [{ used: checker.getTypeOfSymbol(given), declared: checker.getTypeOfSymbol(parameter), node }];
  });
  const node = call.expression;
  return [...parameters, { used: used.getReturnType(), declared: declared.getReturnType(), node }];
}

/** The arguments that a function takes as whatever they are, so that their type says nothing about what it does with them. */
function genericArguments(
  call: ts.CallExpression | ts.NewExpression,
  checker: ts.TypeChecker,
): readonly ts.Expression[] {
  const declaration = checker.getResolvedSignature(call)?.getDeclaration();
  if (declaration === undefined) return [];
  const generics = new Set((declaration.typeParameters ?? []).map((parameter) => checker.getTypeAtLocation(parameter)));
  const parameters = declaration.parameters.map((parameter) => checker.getTypeAtLocation(parameter));
  return (call.arguments ?? []).filter((_, index) => {
    const declared = parameters[Math.min(index, parameters.length - 1)];
    if (declared === undefined) return false;
    const element = elementType(declared, checker);
    return generics.has(declared) || (element !== undefined && generics.has(element));
  });
}

function takenWhole(node: ts.Expression, types: ValueTypes): readonly FieldUse[] {
  const why = 'passed to a function whose code is not here';
  return recordsWithin(types, types.checker.getTypeAtLocation(node)).map((use) => ({
    ...use,
    field: undefined,
    access: 'may read everything',
    why,
    node,
    holder: node,
  }));
}
