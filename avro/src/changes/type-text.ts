import type { LogicalType, Schema } from '../model.ts';

/** A type in a few words: `long (timestamp-millis)`, `array of shop.Line`, `union of null and string`. */
export function typeText(schema: Schema): string {
  switch (schema.kind) {
    case 'primitive':
      return schema.logicalType === undefined ? schema.type : `${schema.type} (${logicalTypeText(schema.logicalType)})`;
    case 'array':
      return `array of ${typeText(schema.items)}`;
    case 'map':
      return `map of ${typeText(schema.values)}`;
    case 'union':
      return `union of ${schema.branches.map(typeText).join(' and ') || 'nothing'}`;
    default:
      return `${schema.kind} ${schema.name}`;
  }
}

/** `decimal(9, 2)`, `timestamp-millis`. */
export function logicalTypeText(logicalType: LogicalType): string {
  if (logicalType.name !== 'decimal') return logicalType.name;
  return `decimal(${logicalType.precision}, ${logicalType.scale})`;
}

/** The logical type of a schema, if it can have one. */
export function logicalTypeOf(schema: Schema): LogicalType | undefined {
  return schema.kind === 'primitive' || schema.kind === 'fixed' ? schema.logicalType : undefined;
}
