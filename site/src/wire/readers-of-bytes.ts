import avsc from 'avsc';
import type { ParsedVersion } from '../catalog/estate.ts';

/** Whether a version reads what another one wrote. */
export interface ReaderOfBytes {
  readonly reader: number;
  /** Why it does not; undefined where it does. */
  readonly problem: string | undefined;
}

/** Decodes bytes with each version as the reader, by an implementation of Avro that is not ours. */
export function readersOfBytes(
  bytes: Uint8Array,
  writer: ParsedVersion,
  versions: readonly ParsedVersion[],
): readonly ReaderOfBytes[] {
  const written = typeOf(writer);
  return versions.map((version) => ({
    reader: version.version,
    problem: problemOf(() => read(bytes, written, typeOf(version))),
  }));
}

function read(bytes: Uint8Array, writer: avsc.Type, reader: avsc.Type): void {
  const buffer = Buffer.from(bytes);
  const resolver = reader === writer ? undefined : reader.createResolver(writer);
  reader.fromBuffer(buffer, resolver);
}

function problemOf(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const types = new WeakMap<ParsedVersion, avsc.Type>();

/** Numbers beyond 2^53 are read as well as they can be: whether they can be read is asked, not what they are. */
function typeOf(version: ParsedVersion): avsc.Type {
  const known = types.get(version);
  if (known !== undefined) return known;
  const type = avsc.Type.forSchema(JSON.parse(version.text), { registry: {}, wrapUnions: true });
  types.set(version, type);
  return type;
}
