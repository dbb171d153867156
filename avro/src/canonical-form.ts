import type { SchemaInput } from './is-schema.ts';
import type { NamedSchema, Schema } from './model.ts';
import { parseSchema } from './parse/parse-schema.ts';

/**
 * The Parsing Canonical Form of the Avro 1.12 specification: what matters for reading data and nothing else. Equal for
 * schemas that differ in docs, defaults, aliases, logical types, order of attributes or spelling of names only.
 */
export function canonicalForm(schema: SchemaInput): string {
  return write(parseSchema(schema), new Set());
}

function write(schema: Schema, written: Set<Schema>): string {
  switch (schema.kind) {
    case 'primitive':
      return quote(schema.type);
    case 'array':
      return `{"type":"array","items":${write(schema.items, written)}}`;
    case 'map':
      return `{"type":"map","values":${write(schema.values, written)}}`;
    case 'union':
      return `[${schema.branches.map((branch) => write(branch, written)).join(',')}]`;
    case 'record':
    case 'enum':
    case 'fixed':
      if (written.has(schema)) return quote(schema.name);
      written.add(schema);
      return `{"name":${quote(schema.name)},${writeDefinition(schema, written)}}`;
  }
}

function writeDefinition(schema: NamedSchema, written: Set<Schema>): string {
  switch (schema.kind) {
    case 'record': {
      const fields = schema.fields.map(({ name, type }) => `{"name":${quote(name)},"type":${write(type, written)}}`);
      return `"type":"record","fields":[${fields.join(',')}]`;
    }
    case 'enum':
      return `"type":"enum","symbols":[${schema.symbols.map(quote).join(',')}]`;
    case 'fixed':
      return `"type":"fixed","size":${schema.size}`;
  }
}

/** Names and symbols are plain ASCII, so there is nothing to escape. */
function quote(name: string): string {
  return `"${name}"`;
}
