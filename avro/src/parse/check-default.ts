import { type JsonNode, type JsonObjectNode, stringValue } from '../json/json-node.ts';
import type { PrimitiveName, RecordSchema, Schema, UnionSchema } from '../model.ts';
import { type SchemaProblem, schemaProblem } from '../schema-problem.ts';

/**
 * What is wrong with a default, deep inside if need be. The default of a union may be of any branch (Avro 1.12; before,
 * of the first only).
 */
export function checkDefault(type: Schema, node: JsonNode): readonly SchemaProblem[] {
  return check(type, node, new Map());
}

/**
 * What was found before, by value and type. A union tries each branch, and so does a union inside of each: without it the
 * time would double with every level of a recursive type.
 */
type Known = Map<JsonNode, Map<Schema, readonly SchemaProblem[]>>;

function check(type: Schema, node: JsonNode, known: Known): readonly SchemaProblem[] {
  if (node.kind === 'scalar') return checkValue(type, node, known);
  const byType = known.get(node) ?? new Map<Schema, readonly SchemaProblem[]>();
  known.set(node, byType);
  const problems = byType.get(type) ?? checkValue(type, node, known);
  byType.set(type, problems);
  return problems;
}

function checkValue(type: Schema, node: JsonNode, known: Known): readonly SchemaProblem[] {
  switch (type.kind) {
    case 'primitive':
      return checkPrimitive(type.type, node);
    case 'enum':
      return type.symbols.includes(stringValue(node) ?? '')
        ? []
        : [invalid(node, `a symbol of ${type.name}: ${type.symbols.join(', ')}`)];
    case 'fixed':
      return isBytes(node) && stringValue(node)?.length === type.size
        ? []
        : [invalid(node, `a string of ${type.size} characters from \\u0000 to \\u00ff for the bytes of ${type.name}`)];
    case 'array':
      if (node.kind !== 'array') return [invalid(node, 'an array')];
      return node.items.flatMap((item) => check(type.items, item, known));
    case 'map':
      if (node.kind !== 'object') return [invalid(node, 'an object, for a map')];
      return [...node.members.values()].flatMap((value) => check(type.values, value, known));
    case 'union':
      return checkUnion(type, node, known);
    case 'record':
      if (node.kind !== 'object') return [invalid(node, `an object, for the record ${type.name}`)];
      return checkRecord(type, node, known);
  }
}

const primitives: Readonly<Record<PrimitiveName, { wanted: string; accepts(node: JsonNode): boolean }>> = {
  null: { wanted: 'null', accepts: (node) => node.kind === 'scalar' && node.value === null },
  boolean: { wanted: 'true or false', accepts: (node) => node.kind === 'scalar' && typeof node.value === 'boolean' },
  int: { wanted: 'a whole number of 32 bits', accepts: (node) => isInteger(node, 32) },
  long: { wanted: 'a whole number of 64 bits', accepts: (node) => isInteger(node, 64) },
  float: { wanted: 'a number', accepts: isNumber },
  double: { wanted: 'a number', accepts: isNumber },
  bytes: { wanted: 'a string of characters from \\u0000 to \\u00ff, one a byte', accepts: isBytes },
  string: { wanted: 'a string', accepts: (node) => stringValue(node) !== undefined },
};

function checkPrimitive(type: PrimitiveName, node: JsonNode): readonly SchemaProblem[] {
  const { wanted, accepts } = primitives[type];
  return accepts(node) ? [] : [invalid(node, wanted)];
}

function isNumber(node: JsonNode): boolean {
  return node.kind === 'scalar' && (Number.isFinite(node.value) || typeof node.value === 'bigint');
}

function isInteger(node: JsonNode, bits: 32 | 64): boolean {
  if (node.kind !== 'scalar') return false;
  const { value } = node;
  const integer = typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
  return integer && BigInt.asIntN(bits, BigInt(value)) === BigInt(value);
}

function isBytes(node: JsonNode): boolean {
  const text = stringValue(node);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: every byte is allowed, the low ones too.
  return text !== undefined && /^[\u0000-\u00ff]*$/.test(text);
}

function checkUnion(type: UnionSchema, node: JsonNode, known: Known): readonly SchemaProblem[] {
  const tried = type.branches.map((branch) => ({ branch, problems: check(branch, node, known) }));
  const fitting = tried.findIndex(({ problems }) => problems.every(({ severity }) => severity === 'warning'));
  if (fitting > 0) return [notFirst(node)];
  if (fitting === 0) return [];
  // With one branch beside null the reason is that branch's; else there is no telling which branch was meant.
  const [likely, ...others] = tried.filter(({ branch }) => branch.kind !== 'primitive' || branch.type !== 'null');
  if (likely !== undefined && others.length === 0 && node.kind !== 'scalar') return likely.problems;
  return [invalid(node, 'of any type of the union')];
}

function notFirst(node: JsonNode): SchemaProblem {
  return schemaProblem('AVRO_DEFAULT_NOT_FIRST', node, {
    message: 'The default is not of the first type of the union: avsc, and Avro before 1.12, refuse the schema.',
    help: 'Put the type of the default first.',
  });
}

function checkRecord(type: RecordSchema, node: JsonObjectNode, known: Known): readonly SchemaProblem[] {
  const names = new Set(type.fields.map(({ name }) => name));
  const unknown = [...node.members]
    .filter(([key]) => !names.has(key))
    .map(([key, value]) => unknownField(type, key, value));
  const wrong = type.fields.flatMap((field) => {
    const value = node.members.get(field.name);
    if (value !== undefined) return check(field.type, value, known);
    return field.default === undefined ? [missingField(type, field.name, node)] : [];
  });
  return [...unknown, ...wrong];
}

function unknownField(type: RecordSchema, key: string, value: JsonNode): SchemaProblem {
  return schemaProblem('AVRO_ATTRIBUTE_IGNORED', value, {
    message: `The default has "${key}", which is no field of ${type.name}, and is ignored.`,
    help: 'Correct the name of the field or remove it.',
  });
}

function missingField(type: RecordSchema, name: string, node: JsonNode): SchemaProblem {
  return schemaProblem('AVRO_DEFAULT_INVALID', node, {
    message: `The default lacks "${name}", a field of ${type.name} that has no default of its own.`,
    help: `Add "${name}" to the default, or give the field a default.`,
  });
}

function invalid(node: JsonNode, wanted: string): SchemaProblem {
  return schemaProblem('AVRO_DEFAULT_INVALID', node, {
    message: `The default is not ${wanted}.`,
    help: 'Write the default in the type of its field.',
  });
}
