import type { NamedSchema, Schema } from '@eventwright/avro';
import type { Channel, Message, SchemaFile } from '../../model/contract-model.ts';
import { camelCase, declarationName, kebabCase, pascalCase } from '../../print/identifier.ts';
import type { ImportedSymbol } from '../../print/import-table.ts';

/** Where each named type of the contracts is declared in generated code, and under which name. */
export interface Names {
  /** The types that the file's module declares, outermost first. */
  declaredBy(file: SchemaFile): readonly NamedSchema[];
  /** The output type of a named schema. */
  output(type: NamedSchema): ImportedSymbol;
  /** The name of its input type; the type itself differs only where a default makes a field optional. */
  input(type: NamedSchema): ImportedSymbol;
  /** The descriptor constant of a schema version. */
  descriptor(file: SchemaFile): ImportedSymbol;
}

/** What names depend on; a `ContractModel` has it. */
interface NamedParts {
  readonly schemas: readonly SchemaFile[];
  readonly messages: readonly { readonly payload: Pick<SchemaFile, 'versions'> }[];
}

/** Plans module and declaration names for all schemas of the model. */
export function planNames(model: NamedParts): Names {
  const payloads = new Set(model.messages.flatMap((message) => message.payload.versions));
  const declarations = new Map<NamedSchema, ImportedSymbol>();
  const declared = new Map<SchemaFile, readonly NamedSchema[]>();
  for (const file of model.schemas) {
    const { types } = file;
    declared.set(file, types);
    const taken = new Set<string>();
    for (const type of types) {
      const name = freeName(type, file, { taken, versioned: type === file.schema && isVersioned(file, payloads) });
      taken.add(name).add(`${name}Input`);
      declarations.set(type, { name, origin: 'generated', module: schemaModule(file), kind: 'type' });
    }
  }
  const output = (type: NamedSchema): ImportedSymbol => {
    const symbol = declarations.get(type);
    if (symbol === undefined) throw new TypeError(`the model lists no file that declares ${type.name}`);
    return symbol;
  };
  return {
    declaredBy: (file) => declared.get(file) ?? [],
    output,
    input: (type) => ({ ...output(type), name: `${output(type).name}Input` }),
    descriptor: (file) => ({ ...descriptorName(file, output), kind: 'value' }),
  };
}

function descriptorName(file: SchemaFile, output: (type: NamedSchema) => ImportedSymbol): ImportedSymbol {
  if (isNamed(file.schema)) return output(file.schema);
  return { name: `${pascalCase(file.name)}Schema`, origin: 'generated', module: schemaModule(file), kind: 'value' };
}

/** `schemas/shop/orders/order-confirmed.v1`; a primitive is `schemas/string`. */
export function schemaModule(file: SchemaFile): string {
  const parts = file.name.split('.');
  const path = ['schemas', ...parts.slice(0, -1), kebabCase(parts.at(-1) ?? '')].join('/');
  return file.file === undefined ? path : `${path}.v${file.version}`;
}

export const messageModule = (message: Message): string => `messages/${kebabCase(message.name)}`;

export const channelConstant = (channel: Channel): string => declarationName(camelCase(channel.address));

/** The method of `send` and of the handlers: `OrderPlaced` is `orderPlaced`. */
export const messageMember = (message: Message): string => camelCase(message.name);

export const isNamed = (schema: Schema): schema is NamedSchema =>
  schema.kind === 'record' || schema.kind === 'enum' || schema.kind === 'fixed';

/** Payloads always carry their version; another type only where a newer version has the plain name. */
function isVersioned(file: SchemaFile, payloads: ReadonlySet<SchemaFile>): boolean {
  return payloads.has(file) || file.versions.at(-1) !== file;
}

function freeName(
  type: NamedSchema,
  file: SchemaFile,
  { taken, versioned }: { taken: ReadonlySet<string>; versioned: boolean },
): string {
  const folders = type.name.split('.');
  let candidate = pascalOrAsWritten(folders.pop() ?? '') + (versioned ? `V${file.version}` : '');
  while (taken.has(candidate)) candidate = pascalCase(folders.pop() ?? '_') + candidate;
  return declarationName(candidate);
}

/** A name that starts with a capital stays as written; Avro allows no character that TypeScript refuses. */
const pascalOrAsWritten = (name: string): string => (/^[A-Z]/.test(name) ? name : pascalCase(name));
