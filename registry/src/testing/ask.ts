import type { JsonObject, JsonValue } from '@eventwright/avro';
import { isJsonObject } from '../core/json-fields.ts';
import type { Registry } from '../registry.ts';

/** An answer's status with its body as JSON, for tests. */
export interface Reply {
  readonly status: number;
  readonly body: JsonValue;
}

/** Asks a registry as `ask(registry, 'GET /subjects?deleted=true')` or `ask(registry, 'PUT /config', { … })`. */
export async function ask(registry: Registry, line: string, body?: JsonValue): Promise<Reply> {
  const [method = '', target = ''] = line.split(' ');
  const [path = '', query = ''] = target.split('?');
  const request = { method, path, query: new URLSearchParams(query) };
  const response = await registry.handle(body === undefined ? request : { ...request, body });
  return { status: response.status, body: 'text' in response ? response.text : response.body };
}

/** Asks and gives the members of the answer. Throws where the status is not 200. */
export async function askFor(registry: Registry, line: string, body?: JsonValue): Promise<JsonObject> {
  const reply = await ask(registry, line, body);
  if (reply.status !== 200 || !isJsonObject(reply.body)) throw new Error(`${line}: ${JSON.stringify(reply)}`);
  return reply.body;
}

/** The body of a request about a record `Event` with these fields. */
export function eventWith(...fields: readonly JsonValue[]): JsonObject {
  return { schema: JSON.stringify({ type: 'record', name: 'Event', fields }) };
}

/** A string field without a default. */
export function field(name: string): JsonObject {
  return { name, type: 'string' };
}
