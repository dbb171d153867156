import { escaped, type Html } from '../html/html.ts';
import type { Language } from './block.ts';

/** What kinds of words a language has: the name of a kind is the class of its words. */
interface Grammar {
  readonly kinds: readonly string[];
  /** With a group for each kind, in their order; none for anything else. */
  readonly words: RegExp;
}

const string = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'`;
const number = String.raw`-?\b\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?n?\b`;
const hash = String.raw`#[^\n]*`;

const grammars: Readonly<Partial<Record<Language, Grammar>>> = {
  json: grammar(
    ['property', String.raw`"(?:\\.|[^"\\\n])*"(?=\s*:)`],
    ['string', string],
    ['number', number],
    ['keyword', String.raw`\b(?:true|false|null)\b`],
  ),
  typescript: grammar(
    ['comment', String.raw`\/\/[^\n]*|\/\*(?:.|\n)*?\*\/`],
    ['string', string],
    [
      'keyword',
      String.raw`\b(?:import|from|export|const|let|function|await|async|new|return|type|if|else|true|false|null)\b`,
    ],
    ['number', number],
  ),
  yaml: grammar(
    ['comment', hash],
    ['property', String.raw`[\w$./-]+(?=:(?:\s|$))`],
    ['string', string],
    ['number', number],
  ),
  shell: grammar(['comment', hash], ['string', string]),
  diff: grammar(['added', String.raw`^\+[^\n]*`], ['removed', String.raw`^-[^\n]*`]),
};

function grammar(...words: readonly (readonly [kind: string, expression: string])[]): Grammar {
  return {
    kinds: words.map(([kind]) => kind),
    words: new RegExp(words.map(([, expression]) => `(${expression})`).join('|'), 'gm'),
  };
}

/** Marks make a text three times as long, and colours help nobody to read one of many screens. */
const mostMarked = 6_000;

/** Text with the words of its language marked by classes, which the style colours in both themes. */
export function highlighted(text: string, language: Language): Html {
  const known = grammars[language];
  if (known === undefined || text.length > mostMarked) return { markup: escaped(text) };
  let markup = '';
  let plain = 0;
  for (const match of text.matchAll(known.words)) {
    const found = match[0];
    const kind = known.kinds.find((_kind, index) => match[index + 1] !== undefined);
    markup += `${escaped(text.slice(plain, match.index))}<span class="${kind}">${escaped(found)}</span>`;
    plain = match.index + found.length;
  }
  return { markup: markup + escaped(text.slice(plain)) };
}
