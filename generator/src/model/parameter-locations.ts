import type { JsonValue, Schema } from '@eventwright/avro';
import type { Channel, Message, Parameter } from './contract-model.ts';

/** Where a message says a parameter of its channel. */
export interface ParameterLocation {
  readonly parameter: string;
  readonly in: 'value' | 'headers';
  /** Names of fields, outermost first; of the header. */
  readonly path: readonly string[];
  /** What the schema fills in where the last field is left out. */
  readonly default: string | undefined;
}

/** A message, as far as locations go. */
type LocatedMessage = Pick<Message, 'name' | 'payload' | 'headers'>;

/** The places where a message says parameters of the channel; those that lead nowhere have a finding. */
export function parameterLocations(
  { parameters }: Pick<Channel, 'parameters'>,
  message: LocatedMessage,
): readonly ParameterLocation[] {
  return parameters.flatMap((parameter) => {
    const found = locate(parameter, message);
    return found === undefined || 'problem' in found ? [] : [found];
  });
}

/** Why the location of a parameter leads nowhere in a message, as the end of a sentence; undefined where all is well. */
export function locationProblem(parameter: Parameter, message: LocatedMessage): string | undefined {
  const found = locate(parameter, message);
  return found !== undefined && 'problem' in found ? found.problem : undefined;
}

type Located = ParameterLocation | { readonly problem: string } | undefined;

/** A runtime expression, as far as it can lead to a text: a header, or a field by way of records. */
function locate({ name, location }: Parameter, message: LocatedMessage): Located {
  if (location === undefined) return undefined;
  const [, part, pointer = ''] = /^\$message\.(header|payload)#\/(.+)$/.exec(location) ?? [];
  const path = pointer.split('/').map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (part === 'payload') return inPayload(name, path, message);
  if (part === 'header') return inHeaders(name, path, message);
  return { problem: 'is no $message.payload#/<field> and no $message.header#/<header>' };
}

function inHeaders(parameter: string, path: readonly string[], message: LocatedMessage): Located {
  const header = message.headers.find((one) => path.length === 1 && one.name === path[0]);
  if (header === undefined) return { problem: `is no header that ${message.name} has of its own` };
  if (header.type !== 'string') return { problem: `is a header of ${message.name} that is no string` };
  return { parameter, in: 'headers', path, default: undefined };
}

function inPayload(parameter: string, path: readonly string[], { name, payload }: LocatedMessage): Located {
  let type: Schema = payload.schema;
  let fallback: { readonly value: JsonValue } | undefined;
  for (const part of path) {
    if (fallback !== undefined) return { problem: `leads through a field of ${name} that has a default` };
    const field = type.kind === 'record' ? type.fields.find((one) => one.name === part) : undefined;
    if (field === undefined) return { problem: `is no field of ${name}` };
    type = field.type;
    fallback = field.default;
  }
  if (!isText(type)) return { problem: `is a field of ${name} that is no string and no enum` };
  const text = typeof fallback?.value === 'string' ? fallback.value : undefined;
  return { parameter, in: 'value', path, default: text };
}

/** Whether values are text, or null, which says nothing. */
function isText(type: Schema): boolean {
  if (type.kind === 'union') {
    const said = type.branches.filter((branch) => branch.kind !== 'primitive' || branch.type !== 'null');
    return said.length === 1 && said.every(isText);
  }
  return type.kind === 'enum' || (type.kind === 'primitive' && type.type === 'string');
}
