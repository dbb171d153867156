/**
 * A JSON value, as Avro uses it for schemas, defaults and unknown properties. A whole number beyond 2^53 that
 * fits a `long` is always a bigint in a parsed schema; `jsonText` writes it back digit for digit.
 */
export type JsonValue = null | boolean | number | bigint | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** A place in a source file. Line and column count from 1; columns count UTF-16 code units. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type PrimitiveName = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

/** The logical types of the Avro 1.12 specification. An unknown or misused one is ignored, as the specification says, and stays in `properties`. */
export type LogicalType =
  | { readonly name: 'decimal'; readonly precision: number; readonly scale: number }
  | {
      readonly name:
        | 'uuid'
        | 'date'
        | 'time-millis'
        | 'time-micros'
        | 'timestamp-millis'
        | 'timestamp-micros'
        | 'timestamp-nanos'
        | 'local-timestamp-millis'
        | 'local-timestamp-micros'
        | 'local-timestamp-nanos'
        | 'duration';
    };

interface SchemaNode {
  /** Where the schema is written; absent for schemas that were given as JSON values. */
  readonly position?: Position;
  /** Attributes that the specification does not name, in the order written, `logicalType` and its own among them. */
  readonly properties: JsonObject;
}

interface NamedNode extends SchemaNode {
  /** Full name: namespace, dot, short name; just the short name where there is no namespace. */
  readonly name: string;
  readonly doc?: string;
  /** Full names. */
  readonly aliases: readonly string[];
}

export interface PrimitiveSchema extends SchemaNode {
  readonly kind: 'primitive';
  readonly type: PrimitiveName;
  readonly logicalType?: LogicalType;
}

export interface RecordSchema extends NamedNode {
  readonly kind: 'record';
  /** True for the record type `error` of Avro protocols. */
  readonly isError: boolean;
  readonly fields: readonly Field[];
}

export interface Field {
  readonly name: string;
  readonly doc?: string;
  readonly type: Schema;
  /** Absent where the field has none; `{ value: null }` is the default null. */
  readonly default?: { readonly value: JsonValue };
  readonly order: 'ascending' | 'descending' | 'ignore';
  readonly aliases: readonly string[];
  readonly properties: JsonObject;
  readonly position?: Position;
}

export interface EnumSchema extends NamedNode {
  readonly kind: 'enum';
  readonly symbols: readonly string[];
  readonly default?: string;
}

export interface FixedSchema extends NamedNode {
  readonly kind: 'fixed';
  readonly size: number;
  readonly logicalType?: LogicalType;
}

export interface ArraySchema extends SchemaNode {
  readonly kind: 'array';
  readonly items: Schema;
}

export interface MapSchema extends SchemaNode {
  readonly kind: 'map';
  readonly values: Schema;
}

export interface UnionSchema extends SchemaNode {
  readonly kind: 'union';
  readonly branches: readonly Schema[];
}

export type NamedSchema = RecordSchema | EnumSchema | FixedSchema;

/**
 * A parsed Avro schema. References by name are resolved: a named type that is used in several places is the same
 * object in each of them, so a recursive type is a cycle of objects.
 */
export type Schema = PrimitiveSchema | NamedSchema | ArraySchema | MapSchema | UnionSchema;
