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
