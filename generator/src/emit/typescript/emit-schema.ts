import { fingerprint64Hex, type NamedSchema, type RecordSchema, schemaText } from '@eventwright/avro';
import type { SchemaFile } from '../../model/contract-model.ts';
import { deprecationOf } from '../../model/deprecation.ts';
import { constantStatement, objectLiteral } from '../../print/constant-statement.ts';
import { propertyName, stringLiteral } from '../../print/identifier.ts';
import { createImportTable } from '../../print/import-table.ts';
import type { Statement } from '../../print/statement.ts';
import type { TypeScriptDraft } from '../../print/typescript-draft.ts';
import { docsOf } from './docs-of.ts';
import type { InputTypes } from './input-types.ts';
import { isNamed, type Names, schemaModule } from './names.ts';
import { runtimeType } from './runtime-symbols.ts';
import { type Direction, type TypeContext, typeText } from './type-text.ts';

/** Which schema versions get a descriptor: those that travel as a value or a key. */
export interface SchemaPlan {
  readonly names: Names;
  readonly inputTypes: InputTypes;
  readonly described: ReadonlySet<SchemaFile>;
}

/** The module of one schema version: its types, and the descriptor where it travels by itself. */
export function emitSchema(file: SchemaFile, { names, inputTypes, described }: SchemaPlan): TypeScriptDraft {
  const module = schemaModule(file);
  const types = names.declaredBy(file);
  const declared = types.flatMap((type) => [names.output(type).name, names.input(type).name]);
  const descriptor = names.descriptor(file);
  const imports = createImportTable([...declared, descriptor.name]);
  const context: TypeContext = { names, inputTypes, imports, module };
  return {
    module,
    source: file.file ?? `the Avro type ${file.name}`,
    imports,
    statements: [
      ...types.flatMap((type) => typeStatements(type, context)),
      ...(described.has(file) ? [descriptorStatement(file, context)] : []),
    ],
  };
}

function typeStatements(type: NamedSchema, context: TypeContext): readonly Statement[] {
  switch (type.kind) {
    case 'record': {
      const output = recordInterface(type, 'output', context);
      return context.inputTypes.differ(type) ? [output, recordInterface(type, 'input', context)] : [output];
    }
    case 'enum':
      return [
        {
          kind: 'type',
          isExported: true,
          name: context.names.output(type).name,
          type: type.symbols.map(stringLiteral).join(' | ') || 'never',
          docs: docsOf(type.doc, { deprecated: deprecationOf(type.properties) }),
        },
      ];
    case 'fixed':
      // A fixed is used as Uint8Array or as its logical type; it needs no name of its own.
      return [];
  }
}

function recordInterface(record: RecordSchema, direction: Direction, context: TypeContext): Statement {
  const symbol = direction === 'input' ? context.names.input(record) : context.names.output(record);
  return {
    kind: 'interface',
    isExported: true,
    name: symbol.name,
    docs: docsOf(direction === 'input' ? inputDoc(record) : record.doc, {
      deprecated: deprecationOf(record.properties),
    }),
    properties: record.fields.map((field) => ({
      name: propertyName(field.name),
      isReadonly: true,
      hasQuestionToken: direction === 'input' && field.default !== undefined,
      type: typeText(field.type, direction, context),
      docs: docsOf(field.doc, {
        fallback: direction === 'input' ? field.default : undefined,
        deprecated: deprecationOf(field.properties),
      }),
    })),
  };
}

const inputDoc = (record: RecordSchema): string =>
  `${record.doc ?? record.name}\n\nAs encoding accepts it: fields with a default may be left out.`;

function descriptorStatement(file: SchemaFile, context: TypeContext): Statement {
  const { names, inputTypes, imports } = context;
  const output = typeText(file.schema, 'output', context);
  const differ = isNamed(file.schema) && inputTypes.differ(file.schema);
  const input = differ ? typeText(file.schema, 'input', context) : output;
  const types = isOneOfMany(file) ? [output, input, String(file.version)] : differ ? [output, input] : [output];
  return constantStatement({
    doc: `Version ${file.version} of \`${file.name}\`.`,
    name: names.descriptor(file).name,
    type: `${imports.refer(runtimeType('Schema'))}<${types.join(', ')}>`,
    initializer: objectLiteral([
      ['name', stringLiteral(file.name)],
      ['version', String(file.version)],
      ...aliasesEntry(file),
      ['fingerprint', stringLiteral(fingerprint64Hex(file.schema))],
      ['avro', stringLiteral(schemaText(file.schema))],
    ]),
  });
}

/** Versions are told apart by their number also where the compiler looks. */
const isOneOfMany = ({ versions }: SchemaFile): boolean => versions.length > 1;

function aliasesEntry({ schema }: SchemaFile): readonly (readonly [string, string])[] {
  if (!isNamed(schema) || schema.aliases.length === 0) return [];
  return [['aliases', `[${schema.aliases.map(stringLiteral).join(', ')}]`]];
}
