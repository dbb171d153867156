import { type Html, type HtmlPart, html } from '../html/html.ts';
import type { Language } from './block.ts';

/** The words of a language as one expression: the name of the group that matched is the class of the word. */
const word = {
  string: String.raw`(?<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')`,
  number: String.raw`(?<number>-?\b\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?n?\b)`,
  hash: String.raw`(?<comment>#[^\n]*)`,
};

const grammars: Readonly<Partial<Record<Language, RegExp>>> = {
  json: grammar(
    String.raw`(?<property>"(?:\\.|[^"\\\n])*"(?=\s*:))`,
    word.string,
    word.number,
    String.raw`(?<keyword>\b(?:true|false|null)\b)`,
  ),
  typescript: grammar(
    String.raw`(?<comment>\/\/[^\n]*|\/\*(?:.|\n)*?\*\/)`,
    word.string,
    String.raw`(?<keyword>\b(?:import|from|export|const|let|function|await|async|new|return|type|if|else|true|false|null)\b)`,
    word.number,
  ),
  yaml: grammar(word.hash, String.raw`(?<property>[\w$./-]+(?=:(?:\s|$)))`, word.string, word.number),
  shell: grammar(word.hash, word.string),
  diff: grammar(String.raw`(?<added>^\+[^\n]*)`, String.raw`(?<removed>^-[^\n]*)`),
};

function grammar(...words: readonly string[]): RegExp {
  return new RegExp(words.join('|'), 'gm');
}

/** Marks make a text three times as long, and colours help nobody to read one of many screens. */
const mostMarked = 6_000;

/** Text with the words of its language marked by classes, which the style colours in both themes. */
export function highlighted(text: string, language: Language): Html {
  const words = grammars[language];
  if (words === undefined || text.length > mostMarked) return html`${text}`;
  const parts: HtmlPart[] = [];
  let plain = 0;
  for (const { index, 0: found, groups = {} } of text.matchAll(words)) {
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined);
    parts.push(text.slice(plain, index), html`<span class="${kind}">${found}</span>`);
    plain = index + found.length;
  }
  return html`${parts}${text.slice(plain)}`;
}
