/** Finished HTML. Made by `html` alone, which escapes whatever is not: text of contracts can never become markup. */
export interface Html {
  readonly markup: string;
}

/** What may stand in a template: text and numbers are escaped, nothing is left out, lists follow one another. */
export type HtmlPart = Html | string | number | undefined | false | readonly HtmlPart[];

/** A template of HTML; attributes are to be quoted, since values are escaped for quoted ones. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  let markup = strings[0] ?? '';
  for (const [index, part] of parts.entries()) markup += markupOf(part) + (strings[index + 1] ?? '');
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

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that turn the direction of what follows could make a name look like another; they are made visible. */
const turning = /[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g;

/** Most text has nothing to escape, and there is a lot of text. */
const special = /[&<>"'\u202a-\u202e\u2066-\u2069\u200e\u200f]/;

function escaped(text: string): string {
  if (!special.test(text)) return text;
  const visible = text.replace(turning, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`);
  return visible.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
