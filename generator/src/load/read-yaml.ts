import { Composer, type Document, Lexer, type LineCounter, Parser } from 'yaml';

/** Lexical tokens of a file, blanks included. What the YAML parser makes of more would fill hundreds of megabytes. */
export const maxTokens = 1_000_000;
/** Levels of nesting, aliases written out. Far more than contracts need, and few enough not to exhaust the stack. */
export const maxDepth = 100;
export const tooDeep: string = `nested deeper than ${maxDepth} levels`;
/** Reading stops at so many open collections and what belongs to them; which level is too deep is decided on values. */
const maxOpen = 2 * maxDepth + 50;

/** What is wrong with a text, and the offset where. */
export interface YamlProblem {
  readonly message: string;
  readonly offset: number;
}

export interface YamlText {
  /** With its anchors, tags and comments; values of equal keys are all there. Absent with the first problem. */
  readonly document: Document.Parsed | undefined;
  readonly problem: YamlProblem | undefined;
}

/**
 * Reads the one YAML document of a text token by token, and stops where it becomes too much: `parseDocument` compares
 * each key of a map with all others, and builds and recurses into whatever it is given.
 */
export function readYaml(text: string, lines: LineCounter): YamlText {
  // A million errors, each with its stack, would take a minute and gigabytes; only the first one is used.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return readTokens(text, lines);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function readTokens(text: string, lines: LineCounter): YamlText {
  let first: Document.Parsed | undefined;
  for (const step of stepsOf(text, lines)) {
    if (!('contents' in step)) return { document: undefined, problem: step };
    if (first !== undefined) return failed('a second document begins; there can be one in a file', step.range[0]);
    // What the parser reports after the first error is as a rule a consequence of it.
    const [error] = step.errors;
    if (error !== undefined) return failed(error.message, error.pos[0]);
    // Warned of and taken for text: a contract would mean something else to whoever knows the tag.
    const tag = step.warnings.find(({ code }) => code === 'TAG_RESOLVE_FAILED');
    if (tag !== undefined) return failed(tag.message, tag.pos[0]);
    first = step;
  }
  return { document: first, problem: undefined };
}

const failed = (message: string, offset: number): YamlText => ({ document: undefined, problem: { message, offset } });

/** The documents of a text, one after the other, and in place of the rest what makes it too much. */
function* stepsOf(text: string, lines: LineCounter): Generator<Document.Parsed | YamlProblem> {
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({ lineCounter: lines, prettyErrors: false, logLevel: 'silent', uniqueKeys: false });
  let tokens = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    tokens += 1;
    for (const token of parser.next(lexeme)) yield* composer.next(token);
    if (tokens > maxTokens) yield { message: `more than ${maxTokens} words and marks`, offset: parser.offset };
    if (parser.stack.length > maxOpen) {
      yield { message: tooDeep, offset: parser.offset };
    }
  }
  for (const token of parser.end()) yield* composer.next(token);
  yield* composer.end(true, text.length);
}
