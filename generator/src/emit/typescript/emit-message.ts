import type { Header, Message } from '../../model/contract-model.ts';
import { deprecationText } from '../../model/deprecation.ts';
import { releasedVersions } from '../../model/released-versions.ts';
import { arrayLiteral, constantStatement, type Expression, objectLiteral } from '../../print/constant-statement.ts';
import { declarationName, propertyName, stringLiteral, typeName } from '../../print/identifier.ts';
import { createImportTable, type ImportedSymbol } from '../../print/import-table.ts';
import type { Statement } from '../../print/statement.ts';
import type { TypeScriptDraft } from '../../print/typescript-draft.ts';
import { docsOf } from './docs-of.ts';
import type { InputTypes } from './input-types.ts';
import { messageMember, messageModule, type Names } from './names.ts';
import { runtimeType } from './runtime-symbols.ts';
import { type TypeContext, typeText } from './type-text.ts';

/** The names that a message's module exports. */
export interface MessageSymbols {
  readonly output: ImportedSymbol;
  readonly input: ImportedSymbol;
  readonly key: ImportedSymbol;
  readonly keyInput: ImportedSymbol;
  readonly headers: ImportedSymbol;
  /** Values pinned to an older version; declared only where there is one. */
  readonly pinned: ImportedSymbol;
  readonly descriptor: ImportedSymbol;
}

export function messageSymbols(message: Message): MessageSymbols {
  const module = messageModule(message);
  const name = declarationName(typeName(message.name));
  const type = (suffix: string): ImportedSymbol => ({ name: name + suffix, origin: 'generated', module, kind: 'type' });
  return {
    output: type(''),
    input: type('Input'),
    key: type('Key'),
    keyInput: type('KeyInput'),
    headers: type('Headers'),
    pinned: type('Pinned'),
    descriptor: { name: declarationName(messageMember(message)), origin: 'generated', module, kind: 'value' },
  };
}

export interface MessagePlan {
  readonly names: Names;
  readonly inputTypes: InputTypes;
  readonly withTombstones: ReadonlySet<Message>;
}

/** The module of a message: its newest value type, key and headers under short names, and its descriptor. */
export function emitMessage(message: Message, plan: MessagePlan): TypeScriptDraft {
  const { names, inputTypes } = plan;
  const module = messageModule(message);
  const symbols = messageSymbols(message);
  const imports = createImportTable(Object.values(symbols).map((symbol: ImportedSymbol) => symbol.name));
  const context: TypeContext = { names, inputTypes, imports, module };
  const { payload, key } = message;
  return {
    module,
    source: `the message ${message.name}`,
    imports,
    statements: [
      alias(symbols.output, typeText(payload.schema, 'output', context), documentation(message)),
      alias(symbols.input, typeText(payload.schema, 'input', context), `\`${message.name}\` as \`send\` accepts it.`),
      alias(symbols.key, typeText(key.schema, 'output', context), `The key of \`${message.name}\`.`),
      alias(symbols.keyInput, typeText(key.schema, 'input', context), `The key as \`send\` accepts it.`),
      headersType(message, symbols.headers, context),
      ...pinnedType(message, symbols.pinned, context),
      descriptor(message, context, plan),
    ],
  };
}

/** Title, description, what more there is to say, and deprecation, for whoever hovers over the name. */
export function documentation(message: Message, more = ''): string {
  const text = [message.title, message.description, more].filter((part) => part !== '').join('\n\n');
  return message.deprecated === undefined
    ? text
    : `${text}\n\n@deprecated ${deprecationText(message.deprecated)}`.trimEnd();
}

function alias(symbol: ImportedSymbol, type: string, doc: string): Statement {
  return { kind: 'type', isExported: true, name: symbol.name, type, docs: docsOf(doc) };
}

function headersType(message: Message, symbol: ImportedSymbol, { imports }: TypeContext): Statement {
  if (message.headers.length === 0) {
    return alias(symbol, imports.refer(runtimeType('NoHeaders')), `\`${message.name}\` has no headers of its own.`);
  }
  return {
    kind: 'interface',
    isExported: true,
    name: symbol.name,
    docs: docsOf(`Headers of \`${message.name}\` beside those that the runtime fills.`),
    properties: message.headers.map((header) => ({
      name: propertyName(header.name),
      isReadonly: true,
      hasQuestionToken: !header.required,
      type: headerType(header),
      docs: docsOf(header.description),
    })),
  };
}

function headerType(header: Header): string {
  if (header.values.length > 0) return header.values.map(literal).join(' | ');
  return header.type === 'integer' ? 'number' : header.type;
}

const literal = (value: string | number): string => (typeof value === 'string' ? stringLiteral(value) : String(value));

function pinnedType(message: Message, symbol: ImportedSymbol, context: TypeContext): readonly Statement[] {
  const older = releasedVersions(message).slice(0, -1);
  if (older.length === 0) return [];
  const inputs = older.map(({ schema }) => typeText(schema, 'input', context)).join(' | ');
  const type = `${context.imports.refer(runtimeType('Pinned'))}<${inputs}>`;
  return [alias(symbol, type, `\`${message.name}\` in an older version, as \`pinned\` makes it.`)];
}

function descriptor(message: Message, { names, imports }: TypeContext, { withTombstones }: MessagePlan): Statement {
  const { payload, key } = message;
  const symbols = messageSymbols(message);
  const tombstones = withTombstones.has(message);
  const value = [symbols.output, symbols.input].map(({ name }) => (tombstones ? `${name} | null` : name));
  const others = [symbols.key, symbols.keyInput, symbols.headers].map(({ name }) => name);
  return constantStatement({
    doc: `The message \`${message.name}\`, as the runtime needs it.`,
    name: symbols.descriptor.name,
    type: `${imports.refer(runtimeType('Message'))}<${[...value, ...others].join(', ')}>`,
    initializer: objectLiteral([
      ['name', stringLiteral(message.name)],
      ['type', stringLiteral(`${payload.name}.v${payload.version}`)],
      ['value', imports.refer(names.descriptor(payload))],
      ['key', imports.refer(names.descriptor(key))],
      ['headers', arrayLiteral(message.headers.map(headerSpec))],
      ...(tombstones ? [['tombstones', 'true'] as const] : []),
      ...publicEntry(message),
    ]),
  });
}

function publicEntry({ publicFields }: Message): readonly (readonly [key: string, text: Expression])[] {
  if (publicFields === undefined) return [];
  return [['public', arrayLiteral(publicFields.map(({ path }) => stringLiteral(path)))]];
}

function headerSpec(header: Header): string {
  const values = header.values.length > 0 ? `, values: [${header.values.map(literal).join(', ')}]` : '';
  const { name, type, required } = header;
  return `{ name: ${stringLiteral(name)}, type: ${stringLiteral(type)}, required: ${required}${values} }`;
}
