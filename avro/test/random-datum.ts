import type { JsonValue, Schema } from '../src/index.ts';

/**
 * A datum of the schema in Avro's JSON encoding, made of choices; undefined where it would go too deep. Choices are used
 * up, and are 0 then.
 */
export function randomDatum(schema: Schema, choices: number[], depth = 0): JsonValue | undefined {
  if (depth > 12) return undefined;
  const choice = choices.pop() ?? 0;
  const inner = (type: Schema): JsonValue | undefined => randomDatum(type, choices, depth + 1);
  switch (schema.kind) {
    case 'primitive':
      return primitiveValues[schema.type](choice);
    case 'enum':
      return schema.symbols[choice % Math.max(1, schema.symbols.length)];
    case 'fixed':
      return String.fromCharCode(choice % 256).repeat(schema.size);
    case 'array':
      return wholeList(Array.from({ length: choice % 3 }, () => inner(schema.items)));
    case 'map':
      return wholeObject(Array.from({ length: choice % 3 }, (_, index) => [`k${index}`, inner(schema.values)]));
    case 'record':
      return wholeObject(schema.fields.map(({ name, type }) => [name, inner(type)]));
    case 'union': {
      const branch = schema.branches[choice % Math.max(1, schema.branches.length)];
      const value = branch && inner(branch);
      if (branch === undefined || value === undefined || value === null) return value;
      return { [branch.kind === 'primitive' ? branch.type : 'name' in branch ? branch.name : branch.kind]: value };
    }
  }
}

const primitiveValues = {
  null: () => null,
  boolean: (choice: number) => choice % 2 === 1,
  int: (choice: number) => choice,
  long: (choice: number) => choice,
  float: (choice: number) => choice / 2,
  double: (choice: number) => choice / 4,
  bytes: (choice: number) => String.fromCharCode(choice % 128),
  string: (choice: number) => `s${choice}`,
};

function wholeList(items: readonly (JsonValue | undefined)[]): readonly JsonValue[] | undefined {
  const known = items.filter((item) => item !== undefined);
  return known.length === items.length ? known : undefined;
}

function wholeObject(members: readonly (readonly [string, JsonValue | undefined])[]): JsonValue | undefined {
  const values = wholeList(members.map(([, value]) => value));
  return values && Object.fromEntries(members.map(([name], index) => [name, values[index] ?? null]));
}
