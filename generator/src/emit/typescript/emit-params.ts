import type { Channel, Message, Parameter } from '../../model/contract-model.ts';
import { parameterLocations } from '../../model/parameter-locations.ts';
import { arrayLiteral, type Expression } from '../../print/constant-statement.ts';
import { pascalCase, propertyName, stringLiteral } from '../../print/identifier.ts';
import type { ImportedSymbol, ImportTable } from '../../print/import-table.ts';
import type { Property, Statement } from '../../print/statement.ts';
import { docsOf } from './docs-of.ts';
import { messageMember } from './names.ts';

/** The types of a channel's parameters, declared beside the channel where it has some. */
export interface ParamsSymbols {
  /** As handlers get them. */
  readonly output: ImportedSymbol;
  /** As `send` takes them. */
  readonly input: ImportedSymbol;
  /** As `receive` takes them. */
  readonly selection: ImportedSymbol;
}

export function paramsSymbols({ address }: Channel): ParamsSymbols {
  const type = (suffix: string): ImportedSymbol => ({
    name: `${pascalCase(address)}Params${suffix}`,
    origin: 'generated',
    module: 'topics',
    kind: 'type',
  });
  return { output: type(''), input: type('Input'), selection: type('Selection') };
}

/** None where the channel has no parameters. */
export function paramsInterfaces(channel: Channel): readonly Statement[] {
  const { parameters, address } = channel;
  if (parameters.length === 0) return [];
  const { output, input, selection } = paramsSymbols(channel);
  const declare = (symbol: ImportedSymbol, doc: string, properties: readonly Property[]): Statement => {
    return { kind: 'interface', isExported: true, name: symbol.name, docs: docsOf(doc), properties };
  };
  return [
    declare(
      output,
      `The parameters of \`${address}\`.`,
      parameters.map((parameter) => propertyOf(parameter)),
    ),
    declare(
      input,
      'The parameters as `send` accepts them: those with a default or a location may be left out.',
      parameters.map((parameter) => ({
        ...propertyOf(parameter, fallbackOf(parameter)),
        hasQuestionToken: fallbackOf(parameter) !== '',
      })),
    ),
    declare(
      selection,
      'The parameters as `receive` accepts them: one with an enum that is left out stands for all of its values.',
      parameters.map((parameter) => ({ ...propertyOf(parameter), hasQuestionToken: parameter.values !== undefined })),
    ),
  ];
}

function propertyOf({ name, description, values, examples }: Parameter, more = ''): Property {
  const tags = examples.map((example) => `@example ${example}`).join('\n');
  return {
    name: propertyName(name),
    isReadonly: true,
    type: values?.map(stringLiteral).join(' | ') ?? 'string',
    docs: docsOf([description, more, tags].filter((text) => text !== '').join('\n\n')),
  };
}

/** What counts where the sender leaves a parameter out; empty where nothing does. */
function fallbackOf({ default: fallback, location }: Parameter): string {
  const value = fallback === undefined ? '' : `'${fallback}'`;
  if (location === undefined) return value === '' ? '' : `Default ${value}.`;
  return `Default ${location}${value === '' ? '' : `, else ${value}`}.`;
}

/** A parameter for the runtime. */
export function parameterText({ name, values, default: fallback }: Parameter): string {
  const parts = [
    `name: ${stringLiteral(name)}`,
    ...(values === undefined ? [] : [`values: [${values.map(stringLiteral).join(', ')}]`]),
    ...(fallback === undefined ? [] : [`default: ${stringLiteral(fallback)}`]),
  ];
  return `{ ${parts.join(', ')} }`;
}

/** The entry of a route that says where the message has parameters; none where it has none. */
export function locationsText(channel: Channel, message: Message): readonly (readonly [string, Expression])[] {
  const locations = parameterLocations(channel, message).map(({ parameter, in: part, path, default: fallback }) => {
    const parts = [
      `parameter: ${stringLiteral(parameter)}`,
      `in: ${stringLiteral(part)}`,
      `path: [${path.map(stringLiteral).join(', ')}]`,
      ...(fallback === undefined ? [] : [`default: ${stringLiteral(fallback)}`]),
    ];
    return `{ ${parts.join(', ')} }`;
  });
  return locations.length === 0 ? [] : [['locations', arrayLiteral(locations)]];
}

/** What `receive` has to be told of the channels with parameters: required where one of these has no enum. */
export function receiveParams(
  routes: readonly { readonly message: Message; readonly channel: Channel }[],
  imports: ImportTable,
): readonly Property[] {
  return routes
    .filter(({ channel }) => channel.parameters.length > 0)
    .map(({ message, channel }) => ({
      name: propertyName(messageMember(message)),
      isReadonly: true,
      hasQuestionToken: channel.parameters.every(({ values }) => values !== undefined),
      type: `readonly ${imports.refer(paramsSymbols(channel).selection)}[]`,
      docs: docsOf(`Of ${channel.address}.`),
    }));
}
