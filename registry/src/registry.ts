import type { CompatibilityLevel } from '@eventwright/avro';
import { type DispatchContext, dispatch } from './api/dispatch.ts';
import type { RegistryRequest, RegistryResponse } from './api/messages.ts';
import { type Entry, entryJson, parseEntry } from './core/entry.ts';
import { RegistryError, storeFailed } from './core/registry-error.ts';
import { applyEntry, emptyState, type State } from './core/state.ts';
import type { Store } from './store/store.ts';
import { StoreError } from './store/store-error.ts';

/** A schema registry that speaks Confluent's API, without a network. */
export interface Registry {
  /**
   * Answers a request. Never rejects: what cannot be done is an answer with an error status. An answer is given only
   * when everything it tells is kept by the store, so that no client acts on what a crash could undo.
   */
  handle(request: RegistryRequest): Promise<RegistryResponse>;
  /** How much it holds, what is soft-deleted included. */
  size(): RegistrySize;
  /** Waits for what is being kept and frees the store. Requests after that are answered with 50001. */
  close(): Promise<void>;
}

export interface RegistrySize {
  readonly subjects: number;
  readonly versions: number;
}

export interface RegistryOptions {
  readonly store: Store;
  /** The level where a client has configured none. Default BACKWARD, as Confluent's. */
  readonly compatibility?: CompatibilityLevel;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** Builds a registry on what the store keeps. Throws a `StoreError` where that cannot be understood. */
export function createRegistry({ store, compatibility = 'BACKWARD', clock = Date.now }: RegistryOptions): Registry {
  const state = replay(store, compatibility);
  return {
    handle: async (request) => {
      const { response, entries } = respond({ state, now: clock() }, request);
      try {
        await keep(state, store, entries);
        return response;
      } catch (error) {
        return errorResponse(error);
      }
    },
    size: () => ({
      subjects: state.subjects.size,
      versions: [...state.subjects.values()].reduce((sum, versions) => sum + versions.size, 0),
    }),
    close: () => store.close(),
  };
}

function replay(store: Store, compatibility: CompatibilityLevel): State {
  const state = emptyState(compatibility);
  let number = 0;
  for (const value of store.entries) {
    number++;
    try {
      applyEntry(state, parseEntry(value));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StoreError('STORE_CORRUPT', `entry ${number} of the registry's log cannot be understood: ${reason}`);
    }
  }
  return state;
}

interface Outcome {
  readonly response: RegistryResponse;
  readonly entries: readonly Entry[];
}

function respond(context: DispatchContext, request: RegistryRequest): Outcome {
  try {
    const { entries = [], ...answer } = dispatch(context, request);
    return { response: { status: 200, ...answer }, entries };
  } catch (error) {
    return { response: errorResponse(error), entries: [] };
  }
}

/**
 * The change is seen by the next request at once, before it is kept: the next request decides on it, and its own answer
 * waits for both. If keeping fails, the store fails every answer from then on, and a restart returns to what is kept.
 */
async function keep(state: State, store: Store, entries: readonly Entry[]): Promise<void> {
  for (const entry of entries) applyEntry(state, entry);
  await (entries.length > 0 ? store.append(entries.map(entryJson)) : store.settled());
}

function errorResponse(error: unknown): RegistryResponse {
  const known = error instanceof RegistryError ? error : unexpected(error);
  return { status: known.status, body: { error_code: known.code, message: known.message }, headers: known.headers };
}

function unexpected(error: unknown): RegistryError {
  if (error instanceof StoreError) return storeFailed(error.message);
  return new RegistryError(500, `Internal error, please report it: ${error instanceof Error ? error.message : error}`);
}
