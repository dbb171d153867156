import type { JsonValue } from '@eventwright/avro';

/** A request to the registry, whatever brought it. */
export interface RegistryRequest {
  readonly method: string;
  /** Beginning with a slash, parts percent-encoded, without the query. */
  readonly path: string;
  readonly query?: URLSearchParams;
  /** The parsed body; absent where there was none. */
  readonly body?: JsonValue;
}

/** An answer: JSON, or the bare text of a schema. The text of an answer with status 204 is empty. */
export type RegistryResponse = ({ readonly body: JsonValue } | { readonly text: string }) & {
  readonly status: number;
  /** Beside those that every answer has. */
  readonly headers?: Readonly<Record<string, string>>;
};
