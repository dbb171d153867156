import {
  type EnumSchema,
  type FixedSchema,
  type NumberBounds,
  numberBounds,
  type PrimitiveSchema,
} from '@eventwright/avro';
import { logicalScalar } from './logical-scalar.ts';
import { buffer, primitiveScalars, type Scalar } from './primitive-scalar.ts';
import { wireBigint, wireBytes, wireNumber } from './wire.ts';

/** The mapping of one scalar schema; the table is in the README of this folder's parent. */
export function scalarOf(schema: PrimitiveSchema | FixedSchema | EnumSchema): Scalar {
  if (schema.kind === 'enum') return enumScalar(schema);
  const logical = schema.logicalType === undefined ? undefined : logicalScalar(schema.logicalType, schema);
  if (logical !== undefined) return logical;
  if (schema.kind === 'fixed') return fixedScalar(schema.size);
  const bounds = numberBounds(schema);
  return bounds === undefined ? primitiveScalars[schema.type] : boundedLongScalar(bounds);
}

/** Reading takes what a number holds exactly: others may have written beyond the bounds. */
function boundedLongScalar({ minimum, maximum }: NumberBounds): Scalar {
  return {
    expected: `an integer from ${minimum} to ${maximum}`,
    toWire: (value) => {
      const fits = typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum;
      return fits ? BigInt(value) : undefined;
    },
    fromWire: (wire) => {
      const value = Number(wireBigint(wire));
      if (!Number.isSafeInteger(value)) throw new RangeError(`${wire} is beyond the integers that a number holds`);
      return value;
    },
  };
}

function fixedScalar(size: number): Scalar {
  return {
    expected: `a Uint8Array of ${size} bytes`,
    toWire: (value) => (value instanceof Uint8Array && value.length === size ? buffer(value) : undefined),
    fromWire: (wire) => new Uint8Array(wireBytes(wire)),
  };
}

const mostSymbolsShown = 10;

function enumScalar({ symbols }: EnumSchema): Scalar {
  const indexes = new Map<unknown, number>(symbols.map((symbol, index) => [symbol, index]));
  const shown = symbols.slice(0, mostSymbolsShown).map((symbol) => JSON.stringify(symbol));
  const more = symbols.length - shown.length;
  return {
    expected: `one of ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    toWire: (value) => indexes.get(value),
    fromWire: (wire) => symbols[wireNumber(wire)],
  };
}
