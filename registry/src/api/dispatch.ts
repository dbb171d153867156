import { besideSubject, normalizeSubject } from '../core/qualified-subject.ts';
import { badRequest, methodNotAllowed, notFound } from '../core/registry-error.ts';
import type { State } from '../core/state.ts';
import { withAliases, withoutContextPath } from './context-path.ts';
import type { Answer } from './endpoint.ts';
import type { RegistryRequest } from './messages.ts';
import { matchPath } from './routes.ts';

export interface DispatchContext {
  readonly state: State;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Finds the endpoint of a request and calls it. Throws `RegistryError`. */
export function dispatch({ state, now }: DispatchContext, asked: RegistryRequest): Answer {
  const request = resolve(state, asked);
  const { endpoints, parameters } = matchPath(request.path) ?? never(notFound());
  const method = request.method.toUpperCase();
  // A HEAD is a GET of which only the head is sent.
  const endpoint = endpoints.get(method === 'HEAD' ? 'GET' : method);
  if (endpoint === undefined) throw methodNotAllowed([...endpoints.keys()]);
  return endpoint({ state, now, parameters, query: request.query ?? new URLSearchParams(), body: request.body });
}

function resolve(state: State, request: RegistryRequest): RegistryRequest {
  try {
    return withAliases(withoutContextPath(request), (subject) => aliasedBy(state, subject));
  } catch (error) {
    if (error instanceof URIError) throw badRequest(`the path '${request.path}' is not percent-encoded UTF-8`);
    throw error;
  }
}

/** The subject that a subject stands for, or else itself. Settings are those of the name that was given. */
function aliasedBy(state: State, subject: string): string {
  const alias = state.configs.get(normalizeSubject(subject))?.alias ?? '';
  return alias === '' || subject === '' ? subject : besideSubject(subject, alias);
}

function never(error: Error): never {
  throw error;
}
