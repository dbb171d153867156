import { isInteger, isJsonObject } from '../core/json-fields.ts';
import { parseMetadata } from '../core/metadata.ts';
import type { RegisterRequest } from '../core/register.ts';
import { badRequest, invalidSchema, RegistryError, schemaTooLarge } from '../core/registry-error.ts';
import { parseRuleSet } from '../core/rule-set.ts';
import { parseReferences } from '../core/schema-reference.ts';
import { effectiveConfig } from '../core/settings.ts';
import { type Call, flag } from './endpoint.ts';

/** Longer schemas are refused with 42209, as by a registry on Kafka with its usual limits. In characters. */
export const maximumSchemaLength: number = 1024 * 1024;

/** Reads the body that registering, looking up and checking share. */
export function parseSchemaRequest({ body }: Call, subject: string): RegisterRequest {
  if (body === undefined || body === null) throw new RegistryError(422, 'The request body must not be empty');
  if (!isJsonObject(body)) throw badRequest('the body must be an object with a schema');
  const { schema, schemaType, id, version } = body;
  requireAvro(schemaType);
  if (schema !== undefined && schema !== null && typeof schema !== 'string') {
    throw badRequest('schema must be a string: the text of the schema, not its JSON');
  }
  if (typeof schema === 'string' && schema.length > maximumSchemaLength) throw schemaTooLarge();
  return {
    subject,
    schema: schema ?? undefined,
    references: parseReferences(body['references']),
    metadata: parseMetadata(body['metadata']),
    ruleSet: parseRuleSet(body['ruleSet']),
    id: isInteger(id) && id >= 0 ? id : undefined,
    version: isInteger(version) ? version : 0,
  };
}

/** Whether the request, or else the subject's settings, ask for the normal form. */
export function wantsNormalForm(call: Call, subject: string): boolean {
  return flag(call, 'normalize') || (effectiveConfig(call.state, subject).normalize ?? false);
}

function requireAvro(schemaType: unknown): void {
  if (schemaType === undefined || schemaType === null || schemaType === 'AVRO') return;
  throw invalidSchema(`Invalid schema type ${String(schemaType)}: this registry takes AVRO only`);
}
