import type { OptionalKind, VariableDeclarationStructure } from 'ts-morph';
import { propertyName } from '../../print/identifier.ts';

/** A `const` with its type written out, as isolated declarations ask for. */
export function constant(name: string, type: string, initializer: string): OptionalKind<VariableDeclarationStructure> {
  return { name, type, initializer };
}

/** An object literal over several lines. Values are expressions. */
export function objectText(entries: readonly (readonly [name: string, value: string])[]): string {
  if (entries.length === 0) return '{}';
  return `{\n${entries.map(([name, value]) => `${indent(`${propertyName(name)}: ${value}`)},\n`).join('')}}`;
}

/** An array literal, one element a line. */
export function arrayText(elements: readonly string[]): string {
  if (elements.length === 0) return '[]';
  return `[\n${elements.map((element) => `${indent(element)},\n`).join('')}]`;
}

/** Generated strings hold no raw newline, so every line break here is one of ours. */
const indent = (text: string): string => text.replaceAll(/^/gm, '  ');
