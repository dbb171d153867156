import type { ParameterLocation, ParameterValues } from './application.ts';
import { RuntimeError } from './errors.ts';
import type { AnyMessageRoute, AnyOutgoing } from './routes.ts';

/** A message on its way out, its value no longer pinned. */
export interface SentMessage extends AnyOutgoing {
  /** Whether the value is of another version than the newest. */
  readonly isPinned: boolean;
}

/**
 * The parameters of the channel that a message is sent with: those that the sender gives, else what the message says at
 * their locations, else their defaults. Throws `PARAMETER_INVALID` where sender and message disagree.
 */
export function sentParameters(
  { channel: { parameters = [] }, message: { name }, locations = [] }: AnyMessageRoute,
  message: SentMessage,
): Readonly<Record<string, unknown>> {
  if (parameters.length === 0 && locations.length === 0 && message.params === undefined) return none;
  const given = definedOnly(message.params ?? {});
  const said: (readonly [string, string])[] = [];
  for (const location of locations) {
    const value = valueAt(location, message);
    if (value === undefined) continue;
    const { parameter } = location;
    const other = Object.hasOwn(given, parameter) ? given[parameter] : value;
    if (other !== value) {
      throw new RuntimeError(
        'PARAMETER_INVALID',
        `the parameter "${parameter}" of ${name} is ${JSON.stringify(other)}, but its ${placeOf(location)} is ` +
          `${JSON.stringify(value)}; leave the parameter out to take it from there`,
      );
    }
    said.push([parameter, value]);
  }
  return { ...defaultsOf(parameters), ...Object.fromEntries(said), ...given };
}

const none: ParameterValues = {};

function defaultsOf(parameters: readonly { readonly name: string; readonly default?: string }[]): ParameterValues {
  return Object.fromEntries(
    parameters.flatMap((spec) => (spec.default === undefined ? [] : [[spec.name, spec.default]])),
  );
}

const definedOnly = (values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** Undefined where the message says nothing there. */
function valueAt(location: ParameterLocation, { value, headers, isPinned }: SentMessage): string | undefined {
  let part: unknown = location.in === 'value' ? value : headers;
  if (part === null) return undefined;
  for (const name of location.path) {
    part = part instanceof Object && Object.hasOwn(part, name) ? Reflect.get(part, name) : undefined;
  }
  if (part === undefined) return isPinned ? undefined : location.default;
  return typeof part === 'string' ? part : undefined;
}

const placeOf = ({ in: part, path }: ParameterLocation): string => `${part}.${path.join('.')}`;
