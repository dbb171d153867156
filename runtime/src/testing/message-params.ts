import type { ParameterLocation, ParameterSpec, ParameterValues } from '../core/application.ts';
import type { AnyContractMessage } from './contract.ts';

/** A made-up message, before it is complete. */
export interface MessageContent {
  readonly value: unknown;
  readonly headers: object;
}

export interface ParameterWishes {
  /** What the test asks for; goes before what the message says. */
  readonly given?: Readonly<Record<string, string | undefined>>;
  /** Taken where the message says nothing that fits. */
  readonly sample: ParameterValues;
  /** Top-level fields of the value that the test asks for: they stay as they are. */
  readonly fixedFields?: object;
}

/**
 * The message with the parameters of its channel, where that has some. Where the message itself has to say one, both say
 * the same.
 */
export function withParameters(
  { channel: { parameters }, locations = [] }: AnyContractMessage,
  content: MessageContent,
  { given = {}, sample, fixedFields = {} }: ParameterWishes,
): MessageContent & { readonly params?: ParameterValues } {
  if (parameters === undefined) return content;
  const params: (readonly [string, string])[] = [];
  let { value, headers } = content;
  for (const spec of parameters) {
    const location = locations.find(({ parameter }) => parameter === spec.name);
    const said = location && (partAt(location.in === 'value' ? value : headers, location.path) ?? location.default);
    const isFixed = location?.in === 'value' && Object.hasOwn(fixedFields, location.path[0] ?? '');
    const isSaid = typeof said === 'string' && (isFixed || fits(spec, said));
    const chosen = given[spec.name] ?? (isSaid ? said : (sample[spec.name] ?? spec.name));
    params.push([spec.name, chosen]);
    if (location === undefined || typeof said !== 'string' || isFixed) continue;
    if (location.in === 'value') value = withPart(value, location.path, chosen);
    else headers = { ...headers, [location.path[0] ?? '']: chosen };
  }
  return { value, headers, params: Object.fromEntries(params) };
}

/** The parameters that builders choose: always the same ones. */
export function usualParameters(parameters: readonly ParameterSpec[]): ParameterValues {
  return Object.fromEntries(parameters.map((spec) => [spec.name, spec.default ?? spec.values?.[0] ?? spec.name]));
}

const fits = ({ values }: ParameterSpec, value: string): boolean =>
  values === undefined ? /^[a-zA-Z0-9._-]{1,100}$/.test(value) : values.includes(value);

function partAt(whole: unknown, path: ParameterLocation['path']): unknown {
  return path.reduce(
    (part, name) => (part instanceof Object && Object.hasOwn(part, name) ? Reflect.get(part, name) : undefined),
    whole,
  );
}

function withPart(whole: unknown, [name, ...rest]: ParameterLocation['path'], part: string): unknown {
  if (name === undefined) return part;
  if (!(whole instanceof Object)) return whole;
  return { ...whole, [name]: withPart(Reflect.get(whole, name), rest, part) };
}
