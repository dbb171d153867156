import type { PrimitiveName } from './model.ts';

const primitiveNames: readonly PrimitiveName[] = [
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
];

export function primitiveNameOf(text: string | undefined): PrimitiveName | undefined {
  return primitiveNames.find((name) => name === text);
}
