/** Deeper JSON is refused: steps over it are recursive, and a hostile text must not exhaust the stack. */
export const maximumDepth = 200;

/** Throws a `SyntaxError` for a text nested deeper than `maximumDepth`, without parsing it. */
export function checkDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth--;
    if (depth > maximumDepth)
      throw new SyntaxError(`JSON nested deeper than ${maximumDepth} levels at character ${index}`);
  }
}
