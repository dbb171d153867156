import type { Position } from '@eventwright/avro';
import type { Parameter } from './contract-model.ts';
import type { Entry, MapNode, Node } from './document.ts';
import type { Finding } from './finding.ts';
import { type NodeReader, rawChild, scalarValue } from './node.ts';
import { suggest } from './suggest.ts';

interface Sources {
  readonly reader: NodeReader;
  readonly findings: Finding[];
}

/** The names of the parameters in an address, in the order in which they stand there. */
export function parameterNames(address: string): readonly string[] {
  return [...new Set([...address.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name))];
}

/** The parameters of a channel, in the order of its address; what an address does not have, or nobody describes, is reported. */
export function buildParameters(
  { reader, findings }: Sources,
  channel: MapNode,
  address: string,
): readonly Parameter[] {
  const described = new Map(reader.entries(reader.child(channel, 'parameters')));
  const used = parameterNames(address);
  const place = rawChild(channel, 'address')?.position ?? channel.position;
  for (const [name, { position }] of described) {
    if (!used.includes(name)) findings.push(unused(name, { address, used }, position));
  }
  return used.flatMap((name) => {
    const entry = described.get(name);
    if (entry === undefined) findings.push(undescribed(name, [...described.keys()], place));
    const parameter = entry && buildParameter(reader, name, entry);
    findings.push(...(parameter?.findings ?? []));
    return parameter?.parameter ?? [];
  });
}

function buildParameter(
  reader: NodeReader,
  name: string,
  { position, value }: Entry,
): { readonly parameter: Parameter; readonly findings: readonly Finding[] } {
  const listed = reader.child(value, 'enum');
  const items = reader.items(listed);
  const values = listed === undefined ? undefined : [...new Set(items.flatMap(textOf))];
  const fallback = reader.child(value, 'default');
  const texts = [...items, ...(fallback === undefined ? [] : [fallback])];
  return {
    parameter: {
      name,
      description: reader.text(value, 'description') ?? '',
      values,
      default: fallback && textOf(fallback)[0],
      examples: reader.items(reader.child(value, 'examples')).flatMap(textOf),
      location: reader.text(value, 'location'),
      position,
    },
    findings: [
      ...(values?.length === 0 ? [noValues(name, listed?.position ?? position)] : []),
      ...texts.flatMap((node) => unfit(name, node)),
      ...notAllowed(name, values, fallback),
    ],
  };
}

const textOf = (node: Node): readonly string[] => {
  const value = scalarValue(node);
  return typeof value === 'string' ? [value] : [];
};

/** A value becomes a part of a topic's name, which must not look like that of a dead letter topic. */
function unfit(name: string, node: Node): readonly Finding[] {
  const value = scalarValue(node);
  if (typeof value === 'string' && /^(?!.*\.dlt$)[a-zA-Z0-9._-]+$/.test(value)) return [];
  const isText = typeof value === 'string';
  const shown = isText ? `'${value}'` : value === undefined ? 'a value that is no text' : `${value}, which is no text`;
  return [
    invalid(`The parameter '${name}' has ${shown}; it is a part of a topic's name.`, node.position, {
      help: isText
        ? 'Use the characters a-z, A-Z, 0-9, dot, underscore and minus, and not .dlt at the end.'
        : `Quote it: '${value ?? '…'}'.`,
    }),
  ];
}

function notAllowed(
  name: string,
  values: readonly string[] | undefined,
  fallback: Node | undefined,
): readonly Finding[] {
  const [value] = fallback === undefined ? [] : textOf(fallback);
  if (fallback === undefined || value === undefined || values === undefined || values.includes(value)) return [];
  const help = suggest(value, values) ?? 'Take one of the enum, or add it there.';
  return [
    invalid(`The default '${value}' of the parameter '${name}' is not in its enum.`, fallback.position, { help }),
  ];
}

const noValues = (name: string, position: Position): Finding =>
  invalid(`The enum of the parameter '${name}' has no values, so the channel would have no topic.`, position, {
    help: 'List the values, or remove the enum.',
  });

const invalid = (message: string, position: Position, { help }: { readonly help: string }): Finding => ({
  ruleId: 'CHANNEL_PARAMETER_INVALID',
  severity: 'error',
  message,
  position,
  related: [],
  help,
});

function undescribed(name: string, described: readonly string[], position: Position): Finding {
  const guess = described.length === 0 ? undefined : suggest(name, described);
  return {
    ruleId: 'CHANNEL_PARAMETER_UNKNOWN',
    severity: 'error',
    message: `The address has the parameter '${name}', which the channel does not describe.`,
    position,
    related: [],
    help: guess ?? `Add \`parameters: { ${name}: { enum: [...] } }\` to the channel; without an enum any value goes.`,
  };
}

function unused(
  name: string,
  { address, used }: { readonly address: string; readonly used: readonly string[] },
  position: Position,
): Finding {
  return {
    ruleId: 'CHANNEL_PARAMETER_UNKNOWN',
    severity: 'error',
    message: `The channel describes the parameter '${name}', which its address ${address} does not have.`,
    position,
    related: [],
    help: (used.length === 0 ? undefined : suggest(name, used)) ?? `Write {${name}} into the address, or remove it.`,
  };
}
