import type { JsonValue } from '@eventwright/avro';
import type { Entry } from '../core/entry.ts';
import { badRequest } from '../core/registry-error.ts';
import type { State } from '../core/state.ts';

/** A request that has found its endpoint. */
export interface Call {
  readonly state: State;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The decoded parts of the path that the endpoint names. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly query: URLSearchParams;
  readonly body: JsonValue | undefined;
}

/** What an endpoint answers, and the changes that must be durable before the answer is given. */
export type Answer = ({ readonly body: JsonValue } | { readonly text: string }) & {
  /** Default 200. */
  readonly status?: number;
  readonly entries?: readonly Entry[];
};

/** Throws a `RegistryError` for what cannot be done. Changes nothing itself. */
export type Endpoint = (call: Call) => Answer;

export function parameter({ parameters }: Call, name: string): string {
  const value = parameters.get(name);
  if (value === undefined) throw new Error(`this endpoint's path has no :${name}`);
  return value;
}

/** True only for `true`, in any case. */
export function flag({ query }: Call, name: string): boolean {
  return query.get(name)?.toLowerCase() === 'true';
}

/** The part of a list that `offset` and `limit` ask for; no limit where it is absent or not above zero. */
export function page<Item>(call: Call, items: readonly Item[]): readonly Item[] {
  const offset = Math.max(0, wholeNumber(call, 'offset') ?? 0);
  const limit = wholeNumber(call, 'limit') ?? 0;
  return items.slice(offset, limit > 0 ? offset + limit : undefined);
}

function wholeNumber({ query }: Call, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^-?\d{1,10}$/.test(text)) throw badRequest(`${name} must be a whole number, not '${text}'`);
  return Number(text);
}
