/** Compact JSON with a line for each member and item. Every number and string stays as it is written. */
export function indentJson(json: string): string {
  const tokens = json.match(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g) ?? [];
  let depth = 0;
  const line = (): string => `\n${'  '.repeat(depth)}`;
  return tokens
    .map((token, index) => {
      if (isOpening(token) && !isClosing(tokens[index + 1])) {
        depth += 1;
        return `${token}${line()}`;
      }
      if (isClosing(token) && !isOpening(tokens[index - 1])) {
        depth -= 1;
        return `${line()}${token}`;
      }
      if (token === ',') return `,${line()}`;
      return token === ':' ? ': ' : token;
    })
    .join('');
}

const isOpening = (token: string | undefined): boolean => token === '[' || token === '{';
const isClosing = (token: string | undefined): boolean => token === ']' || token === '}';
