interface Cursor {
  readonly text: string;
  position: number;
}

/** Reads an array as PostgreSQL writes it, `{1,NULL,"a,b",{2}}`; `parse` is given the text of each element. */
export function parseArray(text: string, parse: (element: string) => unknown): readonly unknown[] {
  // An array whose indexes do not start at 1 is preceded by them: `[0:1]={1,2}`.
  return readArray({ text, position: text.indexOf('{') }, parse);
}

function readArray(cursor: Cursor, parse: (element: string) => unknown): readonly unknown[] {
  const elements: unknown[] = [];
  cursor.position += 1;
  while (cursor.position < cursor.text.length && cursor.text[cursor.position] !== '}') {
    elements.push(readElement(cursor, parse));
    if (cursor.text[cursor.position] === ',') cursor.position += 1;
  }
  cursor.position += 1;
  return elements;
}

function readElement(cursor: Cursor, parse: (element: string) => unknown): unknown {
  const next = cursor.text[cursor.position];
  if (next === '{') return readArray(cursor, parse);
  const pattern = next === '"' ? quoted : bare;
  pattern.lastIndex = cursor.position;
  const [match = '', inner = ''] = pattern.exec(cursor.text) ?? [];
  // Text that is no array at all must not hold the loop.
  cursor.position += Math.max(1, match.length);
  if (next === '"') return parse(inner.replace(/\\(.)/gs, '$1'));
  return inner === 'NULL' ? null : parse(inner);
}

const quoted = /"((?:[^"\\]|\\.)*)"/sy;
const bare = /([^,{}"]*)/y;
