import type { NamedSchema, PrimitiveName, Schema } from '@eventwright/avro';

/** What data of each primitive may be read as, besides itself. */
const promotions: Readonly<Partial<Record<PrimitiveName, readonly PrimitiveName[]>>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
};

/**
 * The branch of the reader's union that takes what was written with `writer`: the same type and full name first, then
 * the same type under another namespace or an alias, then the first that the data can be promoted to. -1 if none.
 */
export function matchingBranch(writer: Schema, branches: readonly Schema[]): number {
  const tests = [isSameType, isSameTypeLoosely, isPromotion];
  for (const test of tests) {
    const index = branches.findIndex((branch) => test(writer, branch));
    if (index >= 0) return index;
  }
  return -1;
}

/** By the short name or an alias of the reader, as the specification matches names. */
export function namesMatch(writer: NamedSchema, reader: NamedSchema): boolean {
  return shortName(writer) === shortName(reader) || reader.aliases.includes(writer.name);
}

export function isPromotion(writer: Schema, reader: Schema): boolean {
  if (writer.kind !== 'primitive' || reader.kind !== 'primitive') return false;
  return promotions[writer.type]?.includes(reader.type) ?? false;
}

function isSameType(writer: Schema, reader: Schema): boolean {
  if (writer.kind === 'primitive') return reader.kind === 'primitive' && reader.type === writer.type;
  if (writer.kind === 'fixed' && reader.kind === 'fixed' && writer.size !== reader.size) return false;
  return writer.kind === reader.kind && (!('name' in writer) || ('name' in reader && reader.name === writer.name));
}

function isSameTypeLoosely(writer: Schema, reader: Schema): boolean {
  if (writer.kind === 'fixed')
    return reader.kind === 'fixed' && writer.size === reader.size && namesMatch(writer, reader);
  if (writer.kind === 'record') return reader.kind === 'record' && namesMatch(writer, reader);
  return writer.kind === 'enum' && reader.kind === 'enum' && namesMatch(writer, reader);
}

function shortName({ name }: NamedSchema): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
