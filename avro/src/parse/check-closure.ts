import { schemasInside } from '../inner-schemas.ts';
import { maxDepth, tooDeep } from '../json/json-node.ts';
import type { NamedSchema, Position, Schema } from '../model.ts';
import { type SchemaPlace, type SchemaProblem, schemaProblem } from '../schema-problem.ts';

/**
 * Whether a schema can be written as one self-contained text: with every type it uses, also from other files, it must
 * not nest too deep, nor hold two types of one full name (a version of an event and, through a shared type, another
 * version of it).
 */
export function checkClosure(root: Schema, place: SchemaPlace): readonly SchemaProblem[] {
  const closure: Closure = { place, names: new Map(), conflicts: new Map(), depth: 0 };
  visit(root, 0, closure);
  return [...closure.conflicts.values(), ...(closure.depth > maxDepth ? [tooDeep(place)] : [])];
}

interface Closure {
  readonly place: SchemaPlace;
  readonly names: Map<string, Schema>;
  readonly conflicts: Map<string, SchemaProblem>;
  depth: number;
}

function visit(schema: Schema, depth: number, closure: Closure): void {
  closure.depth = Math.max(closure.depth, depth);
  if (depth > maxDepth) return;
  if ('name' in schema) {
    const known = closure.names.get(schema.name);
    if (known !== undefined && known !== schema) reportConflict(closure, schema, known);
    if (known !== undefined) return;
    closure.names.set(schema.name, schema);
  }
  // To the type of a field it is `fields`, the number of the field and `type`.
  const below = depth + (schema.kind === 'record' ? 3 : 1);
  for (const inner of schemasInside(schema)) visit(inner, below, closure);
}

function reportConflict(closure: Closure, schema: NamedSchema, other: Schema): void {
  const text = {
    message: `The schema uses two different definitions of "${schema.name}".`,
    help: 'Rename one of them, or let all files refer to the same one.',
    related: [definedAt(other.position), definedAt(schema.position)],
  };
  closure.conflicts.set(schema.name, schemaProblem('AVRO_NAME_CONFLICT', closure.place, text));
}

function definedAt(position: Position | undefined): SchemaProblem['related'][number] {
  return { message: 'one is defined here', location: '/', position };
}
