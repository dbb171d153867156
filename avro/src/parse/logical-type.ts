import { type JsonObjectNode, stringValue } from '../json/json-node.ts';
import type { LogicalType, PrimitiveName } from '../model.ts';
import { type SchemaPlace, type SchemaProblem, schemaProblem } from '../schema-problem.ts';
import { didYouMean } from './did-you-mean.ts';

type PlainLogicalType = Exclude<LogicalType['name'], 'decimal'>;

/** The type that a logical type annotates, without its name and position. */
export type UnderlyingType = PrimitiveName | { readonly fixedSize: number };

const underlying: ReadonlyMap<PlainLogicalType, readonly UnderlyingType[]> = new Map([
  ['uuid', ['string', { fixedSize: 16 }]],
  ['date', ['int']],
  ['time-millis', ['int']],
  ['time-micros', ['long']],
  ['timestamp-millis', ['long']],
  ['timestamp-micros', ['long']],
  ['timestamp-nanos', ['long']],
  ['local-timestamp-millis', ['long']],
  ['local-timestamp-micros', ['long']],
  ['local-timestamp-nanos', ['long']],
  ['duration', [{ fixedSize: 12 }]],
]);

/**
 * The logical type of a schema object. One that is misused is ignored with a warning, as the specification asks; one
 * that the specification does not know is ignored without, unless it looks like a misspelling.
 */
export function readLogicalType(
  node: JsonObjectNode,
  type: UnderlyingType,
  problems: SchemaProblem[],
): { readonly logicalType?: LogicalType } {
  const attribute = node.members.get('logicalType');
  if (attribute === undefined) return {};
  const name = stringValue(attribute);
  if (name === undefined)
    return ignored(attribute, { message: '"logicalType" is not a string.', help: notAString }, problems);
  if (name === 'decimal') return readDecimal(node, attribute, { type, problems });
  const plain = [...underlying.keys()].find((known) => known === name);
  if (plain === undefined) return unknown(name, attribute, problems);
  const allowed = underlying.get(plain) ?? [];
  if (allowed.some((candidate) => sameType(candidate, type))) return { logicalType: { name: plain } };
  const wanted = allowed.map(describe).join(' or ');
  const text = {
    message: `Logical type "${name}" does not fit ${describe(type)}.`,
    help: `Use ${wanted} as its type.`,
  };
  return ignored(attribute, text, problems);
}

const notAString = 'Write the name of the logical type as a string.';

function ignored(
  place: SchemaPlace,
  text: { message: string; help: string },
  problems: SchemaProblem[],
): Record<never, never> {
  const message = `${text.message} It is ignored.`;
  problems.push(schemaProblem('AVRO_LOGICAL_TYPE_INVALID', place, { message, help: text.help }));
  return {};
}

function unknown(name: string, place: SchemaPlace, problems: SchemaProblem[]): Record<never, never> {
  const meant = didYouMean(name, ['decimal', ...underlying.keys()]);
  if (meant === undefined) return {};
  return ignored(place, { message: `Logical type "${name}" is unknown.`, help: `Did you mean "${meant}"?` }, problems);
}

function readDecimal(
  node: JsonObjectNode,
  attribute: SchemaPlace,
  { type, problems }: { type: UnderlyingType; problems: SchemaProblem[] },
): { readonly logicalType?: LogicalType } {
  if (type !== 'bytes' && typeof type !== 'object') {
    const text = {
      message: `Logical type "decimal" does not fit ${describe(type)}.`,
      help: 'Use bytes or fixed as its type.',
    };
    return ignored(attribute, text, problems);
  }
  const precision = integerAttribute(node, 'precision');
  const scale = node.members.has('scale') ? integerAttribute(node, 'scale') : 0;
  const fault = decimalFault(precision, scale, type);
  if (fault !== undefined) return ignored(attribute, fault, problems);
  if (precision === undefined || scale === undefined) return {};
  return { logicalType: { name: 'decimal', precision, scale } };
}

function decimalFault(
  precision: number | undefined,
  scale: number | undefined,
  type: UnderlyingType,
): { message: string; help: string } | undefined {
  if (precision === undefined || precision < 1) {
    return { message: 'The decimal has no precision of at least 1.', help: 'Write "precision": the number of digits.' };
  }
  if (scale === undefined || scale < 0 || scale > precision) {
    return {
      message: `The scale of the decimal is not between 0 and its precision, ${precision}.`,
      help: 'Write "scale": how many of the digits come after the point.',
    };
  }
  if (typeof type === 'object' && precision > digitsOf(type.fixedSize)) {
    return {
      message: `A fixed of ${type.fixedSize} bytes holds ${digitsOf(type.fixedSize)} digits, not ${precision}.`,
      help: 'Enlarge the fixed, lower the precision, or use bytes.',
    };
  }
  return undefined;
}

/** Decimal digits that any two's-complement number of this many bytes can hold. */
function digitsOf(size: number): number {
  return size === 0 ? 0 : Math.floor(Math.log10(2) * (8 * size - 1));
}

function integerAttribute(node: JsonObjectNode, name: string): number | undefined {
  const attribute = node.members.get(name);
  if (attribute?.kind !== 'scalar' || typeof attribute.value !== 'number') return undefined;
  return Number.isInteger(attribute.value) ? attribute.value : undefined;
}

function sameType(a: UnderlyingType, b: UnderlyingType): boolean {
  if (typeof a === 'object' && typeof b === 'object') return a.fixedSize === b.fixedSize;
  return a === b;
}

function describe(type: UnderlyingType): string {
  return typeof type === 'object' ? `fixed of ${type.fixedSize} bytes` : type;
}
