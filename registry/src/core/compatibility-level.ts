import { type CompatibilityLevel, compatibilityLevels } from '@eventwright/avro';

/** Reads a level in any case, as clients write it; undefined for what is none. */
export function parseCompatibilityLevel(text: string): CompatibilityLevel | undefined {
  const wanted = text.toUpperCase();
  return compatibilityLevels.find((level) => level === wanted);
}
