import { posix } from 'node:path';

/** One import or re-export of a source file. */
export interface Import {
  readonly file: string;
  readonly line: number;
  /** A path of the repository, or the name of a package with its subpath, or `node:…`. */
  readonly target: string;
  /** True for `import type` and for imports of nothing but types. */
  readonly isType: boolean;
  /** What is imported, by the names that the target exports; empty for a whole module. */
  readonly names: readonly string[];
}

/** What the files of a part of the repository may import. */
export interface ImportRule {
  /** Paths that it is about. */
  readonly of: RegExp;
  /** Targets that are allowed besides the part's own files. */
  readonly may: readonly RegExp[];
  /** Targets of which only types may be imported. */
  readonly mayTypes?: readonly RegExp[];
  /** Why. */
  readonly reason: string;
  /** Imports that it refuses: a rule that refuses nothing is no rule. */
  readonly refuses: readonly { readonly file: string; readonly text: string }[];
}

const statement =
  /^\s*(?:import|export)\s+(?:(type)\s+)?((?:[\w$*\s,]|\{[^}]*\})*?)\s*(?:\bfrom\s*)?(['"])([^'"\n]+)\3/gm;
const dynamic = /\bimport\(\s*(['"])([^'"\n]+)\1\s*\)/g;

/** The imports of a file, by its path in the repository and its text. Comments are passed over. */
export function importsOf(file: string, source: string): readonly Import[] {
  const text = withoutComments(source);
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const statics = [...text.matchAll(statement)].map((match): Import => {
    const [, type, clause = '', , specifier = ''] = match;
    const names = namesIn(clause);
    const isType = type === 'type' || (names.length > 0 && names.every((name) => name.startsWith('type ')));
    return {
      file,
      line: lineAt(match.index + match[0].length),
      target: targetOf(file, specifier),
      isType,
      names: names.map((name) => name.replace(/^type /, '')),
    };
  });
  const dynamics = [...text.matchAll(dynamic)].map((match): Import => {
    const target = targetOf(file, match[2] ?? '');
    return { file, line: lineAt(match.index), target, isType: false, names: [] };
  });
  return [...statics, ...dynamics];
}

/** Blanks comments out; strings and line numbers stay. */
function withoutComments(source: string): string {
  const parts = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
  return source.replaceAll(parts, (part) => {
    if (part.startsWith('/')) return part.replaceAll(/[^\n]/g, ' ');
    // What stands in a template is text, not code.
    return part.startsWith('`') ? part.replaceAll(/[^\n]/g, '_') : part;
  });
}

function namesIn(clause: string): readonly string[] {
  const list = /\{([^}]*)\}/.exec(clause)?.[1] ?? '';
  return list
    .split(',')
    .map((name) => name.trim().replace(/\s+as\s+.*$/, ''))
    .filter((name) => name !== '');
}

const targetOf = (file: string, specifier: string): string =>
  specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier;

/** The imports that a rule refuses. */
export function refused(rule: ImportRule, imports: readonly Import[]): readonly Import[] {
  return imports.filter(({ file, target, isType }) => {
    if (!rule.of.test(file)) return false;
    const own = rule.of.exec(file)?.[0] ?? '';
    if (target.startsWith(own) || rule.may.some((allowed) => allowed.test(target))) return false;
    return !(isType && (rule.mayTypes ?? []).some((allowed) => allowed.test(target)));
  });
}
