import type { Schema, UnionSchema } from '@eventwright/avro';
import { getOwn, isObject, setOwn } from '../codec/own-property.ts';
import { hasTaggedRecords, typeTag } from '../codec/union-shape.ts';
import { jsonMismatch } from './json-mismatch.ts';
import type { JsonShape, JsonValue } from './json-value.ts';

/** A branch that is not null. */
interface Branch {
  readonly schema: Schema;
  /** The full name of a named type, else the kind: no two branches of a union have the same. */
  readonly name: string;
  readonly shape: JsonShape;
}

/**
 * The JSON of a union: `null`, and of one other type its values as they are. Where there are several others, `$type` says
 * which: in a record beside its fields, else beside `value`. JSON alone could not tell text from bytes or digits.
 */
export function unionJson(union: UnionSchema, shapeOf: (schema: Schema) => JsonShape): JsonShape {
  const branches = union.branches.filter((schema) => !isNull(schema)).map((schema) => branchOf(schema, shapeOf));
  const hasNull = branches.length < union.branches.length;
  const [only] = branches;
  const choose = (value: unknown): Branch | undefined => branches.find((branch) => takes(union, branch, value));
  const expected = [...(hasNull ? ['null'] : []), ...branches.map(({ name }) => name)].join(' or ');
  return {
    accepts: (value) => (value === null ? hasNull : choose(value) !== undefined),
    toJson: (value, at) => {
      if (value === null && hasNull) return null;
      const branch = branches.length === 1 ? only : choose(value);
      if (branch === undefined) throw jsonMismatch(at, expected, value);
      const json = branch.shape.toJson(value, at);
      return branches.length === 1 ? json : tagged(branch, json);
    },
    fromJson: (json, at) => {
      if (json === null && hasNull) return null;
      if (branches.length === 1 && only !== undefined) return only.shape.fromJson(json, at);
      const tag = isObject(json) ? getOwn(json, typeTag) : undefined;
      const branch = branches.find(({ name }) => name === tag);
      if (branch === undefined || !isObject(json))
        throw jsonMismatch(at, `an object whose "$type" is ${expected}`, json);
      if (branch.schema.kind !== 'record') return branch.shape.fromJson(getOwn(json, 'value'), [...at, 'value']);
      const value = branch.shape.fromJson(json, at);
      return hasTaggedRecords(union) && isObject(value) ? { [typeTag]: branch.name, ...value } : value;
    },
  };
}

function branchOf(schema: Schema, shapeOf: (schema: Schema) => JsonShape): Branch {
  const kind = schema.kind === 'primitive' ? schema.type : schema.kind;
  return { schema, name: 'name' in schema ? schema.name : kind, shape: shapeOf(schema) };
}

/** As on writing: records beside other objects say by their `$type` which they are. */
function takes(union: UnionSchema, { schema, name, shape }: Branch, value: unknown): boolean {
  if (!hasTaggedRecords(union) || !isObject(value)) return shape.accepts(value);
  const tag = getOwn(value, typeTag);
  return schema.kind === 'record' ? tag === name : schema.kind === 'map' && tag === undefined;
}

function tagged({ schema, name }: Branch, json: JsonValue): JsonValue {
  if (schema.kind !== 'record' || !isObject(json)) return { [typeTag]: name, value: json };
  const target: Record<string, JsonValue> = { [typeTag]: name };
  for (const [field, value] of Object.entries(json)) setOwn(target, field, value);
  return target;
}

function isNull(schema: Schema): boolean {
  return schema.kind === 'primitive' && schema.type === 'null';
}
