import { parseSchemaText, type Schema } from '@eventwright/avro';
import type { Registration } from '../core/application.ts';
import { RuntimeError } from '../core/errors.ts';
import type { SchemaRegistry } from '../core/schema-registry.ts';
import { cachedRegistry } from './cached-registry.ts';

/**
 * A registry that holds the given schemas and asks nobody, for tests: the same codec and wire format as with a server.
 * Ids count from 1 in the order given, and a schema has one id under all its subjects.
 */
export function openMemoryRegistry(registrations: readonly Registration[]): SchemaRegistry {
  const texts = [...new Set(registrations.map(({ schema }) => schema.avro))];
  const subjects = Map.groupBy(registrations, ({ subject }) => subject);
  return cachedRegistry({
    idOf: async (subject, avro) => {
      const held = subjects.get(subject)?.some(({ schema }) => schema.avro === avro) ?? false;
      if (!held) throw notRegistered(subject);
      return texts.indexOf(avro) + 1;
    },
    schemaOf: async (id): Promise<Schema> => {
      const text = texts[id - 1];
      if (text === undefined) throw unknown(id);
      return parseSchemaText(text);
    },
  });
}

function notRegistered(subject: string): RuntimeError {
  const message = `The registry in memory does not hold the schema under subject ${subject}. Give it among the registrations.`;
  return new RuntimeError('SCHEMA_NOT_REGISTERED', message);
}

function unknown(id: number): RuntimeError {
  return new RuntimeError(
    'SCHEMA_UNKNOWN',
    `The registry in memory has no schema ${id}. Was the message written with another registry?`,
  );
}
