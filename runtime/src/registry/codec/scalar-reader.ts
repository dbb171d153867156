import type { EnumSchema, FixedSchema, LogicalType, PrimitiveSchema } from '@eventwright/avro';
import { Decimal } from '../../core/decimal.ts';
import { isPromotion, namesMatch } from './branch-match.ts';
import { shiftBetween, shiftDigits } from './logical-conversion.ts';
import { scalarOf } from './scalar.ts';
import { fromTwosComplement } from './twos-complement.ts';
import { refuse, type ValueReader } from './value-reader.ts';
import { type Wire, wireBigint, wireBytes, wireNumber, wireText } from './wire.ts';

type ScalarSchema = PrimitiveSchema | FixedSchema | EnumSchema;

/** Reads a scalar as another by Avro's promotions; undefined where the types do not go together. */
export function scalarReader(writer: ScalarSchema, reader: ScalarSchema): ValueReader | undefined {
  if (writer.kind === 'enum' || reader.kind === 'enum') {
    return writer.kind === 'enum' && reader.kind === 'enum' ? enumReader(writer, reader) : undefined;
  }
  const promote = promotion(writer, reader);
  if (promote === undefined) return undefined;
  const shift = shiftBetween(writer.logicalType, reader.logicalType);
  if (shift === undefined) return refuse(`${logicalName(writer)} does not mean the same as ${logicalName(reader)}`);
  if (shift !== 0) return shiftingReader(writer, reader, shift);
  const { fromWire } = scalarOf(reader);
  return (wire) => fromWire(promote(wire));
}

function logicalName({ logicalType }: { readonly logicalType?: LogicalType }): string {
  return logicalType?.name ?? '';
}

function enumReader(writer: EnumSchema, reader: EnumSchema): ValueReader {
  if (!namesMatch(writer, reader))
    return refuse(`the enum ${writer.name} was written where ${reader.name} is expected`);
  const symbols = writer.symbols.map((symbol) => (reader.symbols.includes(symbol) ? symbol : reader.default));
  return (wire) => {
    const index = wireNumber(wire);
    if (symbols[index] === undefined) {
      throw new RangeError(`${reader.name} has neither the symbol ${writer.symbols[index]} nor a default for it`);
    }
    return symbols[index];
  };
}

function promotion(
  writer: PrimitiveSchema | FixedSchema,
  reader: PrimitiveSchema | FixedSchema,
): Promotion | undefined {
  if (writer.kind === 'fixed' || reader.kind === 'fixed') {
    const same = writer.kind === 'fixed' && reader.kind === 'fixed' && writer.size === reader.size;
    return same && namesMatch(writer, reader) ? asIs : undefined;
  }
  if (writer.type === reader.type) return asIs;
  if (!isPromotion(writer, reader)) return undefined;
  switch (reader.type) {
    case 'long':
      return (wire) => BigInt(wireNumber(wire));
    case 'float':
      return (wire) => Math.fround(Number(wire));
    case 'double':
      return Number;
    case 'bytes':
      return (wire) => Buffer.from(wireText(wire));
    default:
      return (wire) => utf8.decode(wireBytes(wire));
  }
}

type Promotion = (wire: Wire) => Wire;

const asIs: Promotion = (wire) => wire;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function shiftingReader(
  writer: PrimitiveSchema | FixedSchema,
  reader: PrimitiveSchema | FixedSchema,
  shift: number,
): ValueReader {
  const { logicalType } = writer;
  if (logicalType?.name === 'decimal') {
    return (wire) =>
      Decimal.fromUnscaled(fromTwosComplement(wireBytes(wire)), logicalType.scale).rescale(logicalType.scale + shift);
  }
  const { fromWire } = scalarOf(reader);
  return (wire) => fromWire(shiftDigits(typeof wire === 'number' ? BigInt(wire) : wireBigint(wire), shift));
}
