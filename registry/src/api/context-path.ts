import { besideSubject, contextPrefix, isQualified } from '../core/qualified-subject.ts';
import type { RegistryRequest } from './messages.ts';

/**
 * What a request below `/contexts/{context}/` asks for, as a request of the same to the subjects of that context:
 * `/contexts/.eu/subjects/orders` is `/subjects/:.eu:orders`. A subject that names a context keeps it. Throws 400 for
 * what is no name of a context.
 */
export function withoutContextPath(request: RegistryRequest): RegistryRequest {
  const [first, context, ...rest] = splitPath(request.path);
  if (first !== 'contexts' || context === undefined || rest.length === 0) return request;
  const prefix = contextPrefix(decodeURIComponent(context));
  return {
    ...request,
    path: `/${qualifyPath(prefix, rest).map(encodeSubject).join('/')}`,
    query: qualifyQuery(prefix, rest, request.query ?? new URLSearchParams()),
  };
}

/** Puts the subject that an alias stands for in its place. */
export function withAliases(request: RegistryRequest, aliasOf: (subject: string) => string): RegistryRequest {
  const parts = splitPath(request.path);
  const query = new URLSearchParams(request.query);
  const subject = query.get('subject');
  if (subject !== null && isSchemaById(parts)) query.set('subject', aliasOf(subject));
  const subjectAt = parts.indexOf('subjects') + 1;
  const named = subjectAt > 0 ? parts[subjectAt] : undefined;
  if (named === undefined) return { ...request, query };
  const path = parts.with(subjectAt, encodeURIComponent(aliasOf(decodeURIComponent(named))));
  return { ...request, path: `/${path.join('/')}`, query };
}

/** A part that was not decoded, or a subject in plain text. */
type PathPart = string | { readonly subject: string };

function encodeSubject(part: PathPart): string {
  return typeof part === 'string' ? part : encodeURIComponent(part.subject);
}

function qualifyPath(prefix: string, parts: readonly string[]): readonly PathPart[] {
  const isSettings = parts[0] === 'config' || parts[0] === 'mode';
  const subjectAt = isSettings ? 1 : parts.indexOf('subjects') + 1;
  if (isSettings && parts.length === 1) return prefix === '' ? parts : [...parts, { subject: prefix }];
  return parts.map((part, index) =>
    index === subjectAt && subjectAt > 0 ? { subject: besideSubject(prefix, decodeURIComponent(part)) } : part,
  );
}

function qualifyQuery(prefix: string, parts: readonly string[], query: URLSearchParams): URLSearchParams {
  const name = isSchemaById(parts) ? 'subject' : isList(parts) ? 'subjectPrefix' : undefined;
  const given = name === undefined ? '' : (query.get(name) ?? '');
  if (name === undefined || isQualified(given)) return query;
  const qualified = new URLSearchParams(query);
  qualified.set(name, `${prefix}${given}`);
  return qualified;
}

const isSchemaById = (parts: readonly string[]): boolean => parts[0] === 'schemas' && parts[1] === 'ids';

const isList = (parts: readonly string[]): boolean =>
  parts.length === 1 && (parts[0] === 'schemas' || parts[0] === 'subjects');

/** A slash at the end means nothing. */
function splitPath(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/').slice(1);
}
