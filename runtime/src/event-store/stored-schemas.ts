import { parseSchemaText } from '@eventwright/avro';
import type { Database, Row, Sql } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import type { SchemaRegistry } from '../core/schema-registry.ts';
import { integerOf, textOf } from '../database/columns.ts';
import { cachedRegistry } from '../registry/cached-registry.ts';

/** The schemas that the events of a database were written with, and the codec over them. */
export interface StoredSchemas {
  readonly registry: SchemaRegistry;
  /** Makes schemas known that other instances have added meanwhile. Costs nothing where all are known. */
  learn(tx: Sql, ids: Iterable<number>): Promise<void>;
}

/** Enters the texts that are new into the table, so that no transaction has to do it later. */
export async function storedSchemas(database: Database, texts: readonly string[]): Promise<StoredSchemas> {
  const ids = new Map<string, number>();
  const byId = new Map<number, string>();
  const keep = (rows: readonly Row[]): void => {
    for (const row of rows) {
      ids.set(textOf(row, 'avro'), integerOf(row, 'id'));
      byId.set(integerOf(row, 'id'), textOf(row, 'avro'));
    }
  };
  await database.transaction(async (tx) => {
    await tx.query(
      `insert into eventwright_event_schema (avro)
       select distinct a.avro from unnest($1::text[]) a(avro)
       where not exists (select from eventwright_event_schema s where md5(s.avro) = md5(a.avro))
       on conflict do nothing`,
      [texts],
    );
    keep(await tx.query('select id, avro from eventwright_event_schema'));
  });
  return {
    registry: cachedRegistry({
      idOf: async (subject, avro) => ids.get(avro) ?? unknownText(subject),
      schemaOf: async (id) => parseSchemaText(byId.get(id) ?? unknownId(id)),
    }),
    learn: async (tx, wanted) => {
      const missing = [...new Set(wanted)].filter((id) => !byId.has(id));
      if (missing.length === 0) return;
      keep(await tx.query('select id, avro from eventwright_event_schema where id = any($1::integer[])', [missing]));
    },
  };
}

function unknownText(name: string): never {
  const message = `${name} is none of the events that the store was opened with. Name it in \`events\` of openEventStore.`;
  throw new RuntimeError('SCHEMA_NOT_REGISTERED', message);
}

function unknownId(id: number): never {
  throw new RuntimeError(
    'SCHEMA_UNKNOWN',
    `The event store has no schema ${id} in eventwright_event_schema. Restore that table with the events.`,
  );
}
