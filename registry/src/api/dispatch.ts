import { besideSubject, normalizeSubject } from '../core/qualified-subject.ts';
import { badRequest, notFound, RegistryError } from '../core/registry-error.ts';
import type { State } from '../core/state.ts';
import type { Answer } from './endpoint.ts';
import type { RegistryRequest } from './messages.ts';
import { type Match, matchPath } from './routes.ts';

export interface DispatchContext {
  readonly state: State;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Finds the endpoint of a request and calls it. Throws `RegistryError`. */
export function dispatch({ state, now }: DispatchContext, request: RegistryRequest): Answer {
  const { endpoints, parameters } = match(request.path);
  const endpoint = endpoints.get(request.method.toUpperCase());
  if (endpoint === undefined) throw new RegistryError(405, 'HTTP 405 Method Not Allowed');
  return endpoint({
    state,
    now,
    parameters: isSettingsPath(request.path) ? parameters : withoutAlias(state, parameters),
    query: request.query ?? new URLSearchParams(),
    body: request.body,
  });
}

function match(path: string): Match {
  try {
    const found = matchPath(path);
    if (found === undefined) throw notFound();
    return found;
  } catch (error) {
    if (error instanceof URIError) throw badRequest(`the path '${path}' is not percent-encoded UTF-8`);
    throw error;
  }
}

/** Settings are those of the name that was given, or an alias could not be taken back. */
function isSettingsPath(path: string): boolean {
  return path.startsWith('/config/') || path.startsWith('/mode/');
}

/** Puts the subject that an alias stands for in its place. */
function withoutAlias(state: State, parameters: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const subject = normalizeSubject(parameters.get('subject') ?? '');
  const alias = state.configs.get(subject)?.alias;
  return alias === undefined || alias === ''
    ? parameters
    : new Map([...parameters, ['subject', besideSubject(subject, alias)]]);
}
