import type { SchemaVersion } from '../catalog/catalog.ts';

/** JSON in lines; numbers stay digit for digit. */
export function prettyJson(json: string): string {
  let depth = 0;
  return json.replaceAll(/"(?:\\.|[^"\\])*"|[{}[\],:]/g, (sign, index: number) => {
    const next = json[index + 1];
    const newline = (): string => `\n${'  '.repeat(depth)}`;
    if (sign === '{' || sign === '[') {
      if (next === '}' || next === ']') return sign;
      depth += 1;
      return sign + newline();
    }
    if (sign === '}' || sign === ']') {
      const before = json[index - 1];
      if (before === '{' || before === '[') return sign;
      depth -= 1;
      return newline() + sign;
    }
    if (sign === ',') return sign + newline();
    return sign === ':' ? ': ' : sign;
  });
}

/** The schema of a version as people read it: on its own page, and beside that of every other version. */
export function versionLines(version: SchemaVersion): string {
  const known = lines.get(version);
  if (known !== undefined) return known;
  const text = prettyJson(version.text);
  if (lines.size >= mostLines) lines.clear();
  lines.set(version, text);
  return text;
}

/** Of the event whose pages are made; bounded, since all of an estate would be as long as its catalogue. */
const lines = new Map<SchemaVersion, string>();
const mostLines = 50;
