import type { IncomingMessage } from 'node:http';
import { TextDecoder } from 'node:util';
import type { JsonValue } from '@eventwright/avro';
import { checkDepth } from '../core/json-depth.ts';
import { badRequest, RegistryError } from '../core/registry-error.ts';

/** Larger bodies are refused with 413. In bytes; room for the largest schema with every character escaped. */
export const maximumBodySize: number = 4 * 1024 * 1024;

/** What clients of this API send. A browser's form cannot send any of them unasked. */
const acceptedTypes: ReadonlySet<string> = new Set([
  'application/vnd.schemaregistry.v1+json',
  'application/vnd.schemaregistry+json',
  'application/json',
  'application/octet-stream',
]);

/** Reads a JSON body; undefined for an empty one. Throws 400, 413 and 415. */
export async function readBody(request: IncomingMessage): Promise<JsonValue | undefined> {
  const bytes = await readBytes(request);
  if (bytes.length === 0) return undefined;
  const decoder = decoderFor(request.headers['content-type']);
  try {
    const text = decoder.decode(bytes);
    checkDepth(text);
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`the body is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}

async function readBytes(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Left open on an error, so that the client can still be told.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > maximumBodySize) throw new RegistryError(413, `the body is larger than ${maximumBodySize} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Without a charset the text is UTF-8. */
function decoderFor(header: string | undefined): TextDecoder {
  const [type = '', ...parameters] = (header ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (header !== undefined && !acceptedTypes.has(type)) {
    throw unsupported(`send ${[...acceptedTypes].join(' or ')}, not ${type}`);
  }
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  try {
    return new TextDecoder(charset?.replaceAll('"', '') ?? 'utf-8', { fatal: true });
  } catch {
    throw unsupported(`the charset ${charset} is not known; send UTF-8`);
  }
}

function unsupported(cure: string): RegistryError {
  return new RegistryError(415, `HTTP 415 Unsupported Media Type: ${cure}`);
}
