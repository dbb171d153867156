import type { Finding } from '../model/finding.ts';

/** What YAML 1.2 takes for null, a boolean or a number, up to the end of the value. */
const unquoted = /^(?:(~|null|Null|NULL)|(true|True|TRUE|false|False|FALSE)|([-+]?\.?\d[\w.+-]*))(?=[\s,\]}]|$)/;

interface Token {
  readonly text: string;
  readonly kind: 'null' | 'boolean' | 'number';
}

/**
 * The finding about a schema in a document; where it is about a word that only quotes make a text of, such as the type
 * `null`, it says so. Whoever writes Avro in YAML has seen `["null", "string"]`, and leaves the quotes out.
 */
export function explainUnquoted(finding: Finding, text: string): Finding {
  const { line, column, file } = finding.position;
  const token = tokenAt(text.split(/\r\n?|\n/, line)[line - 1]?.slice(column - 1) ?? '');
  const message = token && messageOf(finding, token);
  if (token === undefined || message === undefined) return finding;
  const quote = file.endsWith('.json') ? '"' : "'";
  const word = token.text === '~' ? 'null' : token.text;
  return { ...finding, message, help: `Write it in quotes: ${quote}${word}${quote}.` };
}

function tokenAt(rest: string): Token | undefined {
  const [text, isNull, isBoolean] = unquoted.exec(rest) ?? [];
  if (text === undefined) return undefined;
  return { text, kind: isNull !== undefined ? 'null' : isBoolean !== undefined ? 'boolean' : 'number' };
}

/** Undefined where quotes would not help: a number in quotes is no type, no symbol and no name either. */
function messageOf({ ruleId, message }: Finding, { text, kind }: Token): string | undefined {
  if (ruleId === 'AVRO_DEFAULT_INVALID') {
    return message === 'The default is not a string.'
      ? `Without quotes, ${text} is no string, as the default must be.`
      : undefined;
  }
  if (kind === 'number') return undefined;
  switch (ruleId) {
    case 'AVRO_TYPE_INVALID':
      return kind === 'null' ? `Without quotes, ${text} is a value, and not the type null.` : undefined;
    case 'AVRO_ENUM_INVALID':
      return `Without quotes, ${text} is no text, and so no symbol.`;
    case 'AVRO_NAME_INVALID':
      return `Without quotes, ${text} is no text, and so no name.`;
    case 'AVRO_ATTRIBUTE_INVALID':
      return `Without quotes, ${text} is no text.`;
    default:
      return undefined;
  }
}
