import type { CompatibilityLevel, JsonObject, JsonValue } from '@eventwright/avro';
import { parseCompatibilityLevel } from './compatibility-level.ts';
import { isJsonObject, omitUndefined } from './json-fields.ts';
import { badRequest, invalidCompatibilityLevel } from './registry-error.ts';

/** Settings of a subject, of a context or of the whole registry. What is undefined is inherited. */
export interface Config {
  readonly compatibility: CompatibilityLevel | undefined;
  /** Name of a metadata property: only versions with the same value of it are compared. */
  readonly compatibilityGroup: string | undefined;
  /** Store schemas in normal form. */
  readonly normalize: boolean | undefined;
  /** Refuse that a field takes a name which the metadata reserves. */
  readonly validateFields: boolean | undefined;
  /** Another subject that this one stands for when it is read. Not inherited. */
  readonly alias: string | undefined;
}

const emptyConfig: Config = {
  compatibility: undefined,
  compatibilityGroup: undefined,
  normalize: undefined,
  validateFields: undefined,
  alias: undefined,
};

/** The settings after an update: a member that is absent stays, null clears it. Throws 42203 for an unknown level. */
export function updateConfig(update: JsonValue, old: Config = emptyConfig): Config {
  if (!isJsonObject(update)) throw badRequest('the config must be an object');
  return {
    compatibility: updated(update['compatibility'], old.compatibility, levelOf),
    compatibilityGroup: updated(update['compatibilityGroup'], old.compatibilityGroup, textOf('compatibilityGroup')),
    normalize: updated(update['normalize'], old.normalize, flagOf('normalize')),
    validateFields: updated(update['validateFields'], old.validateFields, flagOf('validateFields')),
    alias: updated(update['alias'], old.alias, textOf('alias')),
  };
}

/** As the answer to an update and as the log keep it. */
export function configJson(config: Config): JsonObject {
  return omitUndefined({ ...config });
}

function updated<Value>(
  value: JsonValue | undefined,
  old: Value | undefined,
  parse: (value: JsonValue) => Value,
): Value | undefined {
  if (value === undefined) return old;
  return value === null ? undefined : parse(value);
}

function levelOf(value: JsonValue): CompatibilityLevel {
  const level = typeof value === 'string' ? parseCompatibilityLevel(value) : undefined;
  if (level === undefined) throw invalidCompatibilityLevel();
  return level;
}

function textOf(name: string): (value: JsonValue) => string {
  return (value) => {
    if (typeof value !== 'string') throw badRequest(`${name} must be a string`);
    return value;
  };
}

function flagOf(name: string): (value: JsonValue) => boolean {
  return (value) => {
    if (typeof value !== 'boolean') throw badRequest(`${name} must be true or false`);
    return value;
  };
}
