/** What a slip of the hand, a bad merge or a broken disk does to a text. */
export const textEdits = [
  'delete a line',
  'duplicate a line',
  'swap lines',
  'indent a line',
  'outdent a line',
  'delete a word',
  'duplicate a word',
  'replace a word',
  'insert',
  'truncate',
  'insert lines of another file',
  'end lines otherwise',
] as const;
export type TextEdit = (typeof textEdits)[number];

export interface TextEditPlace {
  readonly at: number;
  readonly other: number;
  readonly value: number;
  /** Another text of the contracts. */
  readonly from: string;
}

export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\t',
  '\n',
  '\r',
  '\u0000',
  '\ufeff',
  '\ud800',
  '\u2028',
  '\u202e',
  '\u{1f980}',
  'é',
  'e\u0301',
  '../x',
  '../../../../etc/passwd',
  '/absolute',
  'a/b',
  'a\\b',
  '.',
  '..',
  'C:\\x',
  'con',
  'NUL',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'then',
  'default',
  'class',
  'any',
  '*/',
  '*/ export const x = 1; /*',
  'x\nexport const y = 1;//',
  'x\rexport const y = 1;//',
  'x\u2028export const y = 1;//',
  '`',
  "'; throw 1; '",
  '$' + '{x}',
  '#/channels',
  '#',
  './orders.yaml',
  'http://127.0.0.1:1/x.yaml',
  'file:///etc/passwd',
  '%',
  '%00',
  '%2e%2e/x',
  '~1',
  '{region}',
  '{',
  '}',
  '[',
  ']',
  '- ',
  ': ',
  '? ',
  '&a ',
  '*a',
  '<<: *a',
  '!!js/function ',
  '!!binary ',
  '|',
  '>',
  '---',
  '...',
  '%YAML 1.1',
  '"',
  "'",
  ',',
  '0',
  '-1',
  '1.5',
  '1e400',
  '-0',
  '9223372036854775808',
  '0x10',
  '.nan',
  'null',
  'true',
  'no',
  '2020-01-01',
  'record',
  'string',
  'a'.repeat(300),
  'Straße',
  'İ',
  'ﬁ',
  '𝒳',
  'shop.orders.OrderPlaced',
  'SHOP.Orders.orderplaced',
];

const wordPattern = /[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu;

export function mutateText(text: string, edit: TextEdit, { at, other, value, from }: TextEditPlace): string {
  const lines = text.split('\n');
  const line = at % lines.length;
  const second = other % lines.length;
  const hostile = hostileTexts[value % hostileTexts.length] ?? '';
  switch (edit) {
    case 'delete a line':
      return lines.toSpliced(line, 1).join('\n');
    case 'duplicate a line':
      return lines.toSpliced(line, 0, lines[line] ?? '').join('\n');
    case 'swap lines':
      return lines
        .with(line, lines[second] ?? '')
        .with(second, lines[line] ?? '')
        .join('\n');
    case 'indent a line':
      return lines.with(line, `${' '.repeat((other % 5) + 1)}${lines[line]}`).join('\n');
    case 'outdent a line':
      return lines.with(line, (lines[line] ?? '').replace(/^ {1,2}/, '')).join('\n');
    case 'delete a word':
      return replaceWord(text, at, () => '');
    case 'duplicate a word':
      return replaceWord(text, at, (word) => `${word}${word}`);
    case 'replace a word':
      return replaceWord(text, at, () => hostile);
    case 'insert':
      return `${text.slice(0, at % (text.length + 1))}${hostile}${text.slice(at % (text.length + 1))}`;
    case 'truncate':
      return text.slice(0, at % (text.length + 1));
    case 'insert lines of another file': {
      const theirs = from.split('\n');
      return lines.toSpliced(line, 0, ...theirs.slice(value % theirs.length).slice(0, 5)).join('\n');
    }
    case 'end lines otherwise':
      return text.replaceAll('\n', at % 2 === 0 ? '\r\n' : '\r');
  }
}

function replaceWord(text: string, at: number, change: (word: string) => string): string {
  const words = [...text.matchAll(wordPattern)];
  const chosen = words[at % Math.max(1, words.length)];
  if (chosen === undefined) return text;
  const end = chosen.index + chosen[0].length;
  return `${text.slice(0, chosen.index)}${change(chosen[0])}${text.slice(end)}`;
}
