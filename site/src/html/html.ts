/**
 * Finished HTML. `html` makes it and escapes whatever is not: text of contracts can never become markup. What stands on pages
 * by the million is put together by hand, of `escaped` text alone.
 */
export interface Html {
  readonly markup: string;
}

/** What may stand in a template: text and numbers are escaped, nothing is left out, lists follow one another. */
export type HtmlPart = Html | string | number | undefined | false | readonly HtmlPart[];

/** A template of HTML; attributes are to be quoted, since values are escaped for quoted ones. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  let markup = strings[0] ?? '';
  for (let index = 0; index < parts.length; index += 1) markup += markupOf(parts[index]) + (strings[index + 1] ?? '');
  return { markup };
}

function markupOf(part: HtmlPart): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  if ('markup' in part) return part.markup;
  let markup = '';
  for (const one of part) markup += markupOf(one);
  return markup;
}

/** Text as HTML, in elements as in quoted attributes. Most text has nothing to escape, and there is a lot of text. */
export function escaped(text: string): string {
  let markup = '';
  let plain = 0;
  for (let index = 0; index < text.length; index += 1) {
    const entity = entityOf(text.charCodeAt(index));
    if (entity === undefined) continue;
    markup += text.slice(plain, index) + entity;
    plain = index + 1;
  }
  return plain === 0 ? text : markup + text.slice(plain);
}

/** Undefined for a sign that stands for itself, as most do. */
function entityOf(sign: number): string | undefined {
  if (sign > 0x3e && sign < 0x200e) return undefined;
  switch (sign) {
    case 0x26:
      return '&amp;';
    case 0x3c:
      return '&lt;';
    case 0x3e:
      return '&gt;';
    case 0x22:
      return '&quot;';
    case 0x27:
      return '&#39;';
    default:
      return isTurning(sign) ? `\\u${sign.toString(16)}` : undefined;
  }
}

/** Characters that turn the direction of what follows could make a name look like another; they are made visible. */
const isTurning = (sign: number): boolean =>
  sign === 0x200e || sign === 0x200f || (sign >= 0x202a && sign <= 0x202e) || (sign >= 0x2066 && sign <= 0x2069);
