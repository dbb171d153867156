import type { Literal, LiteralItem } from './literal-of.ts';

/** Columns of a line; pages of a phone show fewer, and scroll. */
const width = 96;

/** A literal in lines; `used` columns stand before it, and its further lines begin behind `indent`. */
export function literalText(literal: Literal, indent: string, used: number): string {
  const inline = oneLine(literal);
  if (typeof literal === 'string' || literal.items.length === 0 || used + inline.length < width) return inline;
  const [open = '', close = ''] = literal.brackets;
  const deeper = `${indent}  `;
  const lines = literal.items.map(({ name, value }) => {
    const head = headOf(name);
    return `${deeper}${head}${literalText(value, deeper, deeper.length + head.length)},`;
  });
  return [open, ...lines, `${indent}${close}`].join('\n');
}

function oneLine(literal: Literal): string {
  if (typeof literal === 'string') return literal;
  const { brackets, items } = literal;
  const texts = items.map(({ name, value }: LiteralItem) => headOf(name) + oneLine(value)).join(', ');
  if (brackets === '[]') return `[${texts}]`;
  return texts === '' ? '{}' : `{ ${texts} }`;
}

const headOf = (name: string): string => (name === '' ? '' : `${name}: `);
