import { badRequest } from './registry-error.ts';

/** A subject in its context. Contexts keep their subjects and ids apart; `.` is the default one. */
export interface QualifiedSubject {
  /** Begins with a dot. */
  readonly context: string;
  /** Empty where the whole context is meant. */
  readonly name: string;
}

export const defaultContext = '.';
/** Settings of this context hold for all contexts that have none of their own. */
export const globalContext = '.__GLOBAL';

const everyContext = ':*:';

/** Reads `name`, `:.context:name` and `:.context:`. */
export function parseSubject(text: string): QualifiedSubject {
  if (!text.startsWith(':.')) return { context: defaultContext, name: text };
  const end = text.indexOf(':', 2);
  return end < 0 ? { context: text.slice(1), name: '' } : { context: text.slice(1, end), name: text.slice(end + 1) };
}

/** The one way to write it: without a context where that is the default one. */
export function printSubject({ context, name }: QualifiedSubject): string {
  return context === defaultContext ? name : `:${context}:${name}`;
}

export function normalizeSubject(text: string): string {
  return printSubject(parseSubject(text));
}

export function contextOf(subject: string): string {
  return parseSubject(subject).context;
}

/** Where a reference's subject lies: in its own context if it names one, else beside the schema that refers to it. */
export function besideSubject(referrer: string, subject: string): string {
  const target = parseSubject(subject);
  return printSubject(target.context === defaultContext ? { ...target, context: contextOf(referrer) } : target);
}

/** Whether a subject or the beginning of one says in which context it is, or that it means all of them. */
export function isQualified(text: string): boolean {
  return text.startsWith(':.') || text.startsWith(everyContext);
}

/** How subjects of a context begin: `:.eu:` for `eu`, `.eu` and `:.eu:`; nothing in the default one. Throws 400. */
export function contextPrefix(text: string): string {
  const bare = text.replace(/^:/, '').replace(/:$/, '');
  if (bare.includes(':')) throw badRequest(`Context name '${bare}' cannot contain a colon`);
  return printSubject({ context: bare.startsWith('.') ? bare : `.${bare}`, name: '' });
}

/** Whether a subject can be registered under, or given settings where `forSettings`. */
export function isValidSubject(text: string, forSettings = false): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f]/.test(text)) return false;
  const { context, name } = parseSubject(text);
  if (name === '__GLOBAL' || name === '__EMPTY') return false;
  return forSettings || (name !== '' && context !== globalContext);
}

/** A test for the subjects that begin with `prefix`: in one context, or in all of them where it begins with `:*:`. */
export function subjectPrefix(prefix: string): (subject: string) => boolean {
  if (prefix.startsWith(everyContext)) {
    const start = prefix.slice(everyContext.length);
    return (subject) => parseSubject(subject).name.startsWith(start);
  }
  const wanted = parseSubject(prefix);
  return (subject) => {
    const { context, name } = parseSubject(subject);
    return context === wanted.context && name.startsWith(wanted.name);
  };
}
