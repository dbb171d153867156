import type { CompatibilityLevel, JsonObject, JsonValue } from '@eventwright/avro';
import { parseCompatibilityLevel } from './compatibility-level.ts';
import { isJsonObject, omitUndefined } from './json-fields.ts';
import { type Metadata, metadataJson, parseMetadata } from './metadata.ts';
import { badRequest, invalidCompatibilityLevel, invalidCompatibilityPolicy } from './registry-error.ts';
import { parseRuleSet, type RuleSet } from './rule-set.ts';

/** Which findings count as incompatible. For Avro schemas both mean the same. */
export type CompatibilityPolicy = 'STRICT' | 'LENIENT';

/** Settings of a subject, of a context or of the whole registry. What is undefined was not set here. */
export interface Config {
  /** Another subject that this one stands for when it is read. Never inherited. */
  readonly alias: string | undefined;
  /** Kept for clients that keep encryption keys; nothing here reads it. */
  readonly aliasForDeks: string | undefined;
  /** Store schemas in normal form. */
  readonly normalize: boolean | undefined;
  /** Refuse that a field takes a name which the metadata reserves. */
  readonly validateFields: boolean | undefined;
  /** Refuse new schemas with wrong defaults and namespaces; so it is where nothing is set. */
  readonly validateNewSchemas: boolean | undefined;
  /** Kept for clients, which carry out rules. */
  readonly validateRules: boolean | undefined;
  readonly compatibility: CompatibilityLevel | undefined;
  readonly compatibilityPolicy: CompatibilityPolicy | undefined;
  /** Name of a metadata property: only versions with the same value of it are compared. */
  readonly compatibilityGroup: string | undefined;
  /** What a schema gets where it says nothing else, and what it gets whatever it says. Never inherited. */
  readonly defaultMetadata: Metadata | undefined;
  readonly overrideMetadata: Metadata | undefined;
  readonly defaultRuleSet: RuleSet | undefined;
  readonly overrideRuleSet: RuleSet | undefined;
}

export const emptyConfig: Config = {
  alias: undefined,
  aliasForDeks: undefined,
  normalize: undefined,
  validateFields: undefined,
  validateNewSchemas: undefined,
  validateRules: undefined,
  compatibility: undefined,
  compatibilityPolicy: undefined,
  compatibilityGroup: undefined,
  defaultMetadata: undefined,
  overrideMetadata: undefined,
  defaultRuleSet: undefined,
  overrideRuleSet: undefined,
};

/** The settings after an update: a member that is absent stays, null clears it. Throws 42203 and 42210. */
export function updateConfig(update: JsonValue, old: Config = emptyConfig): Config {
  if (!isJsonObject(update)) throw badRequest('the config must be an object');
  const updated = <Key extends keyof Config>(key: Key, parse: (value: JsonValue) => Config[Key]): Config[Key] => {
    const value = update[key];
    if (value === undefined) return old[key];
    return value === null ? undefined : parse(value);
  };
  return {
    alias: updated('alias', textOf('alias')),
    aliasForDeks: updated('aliasForDeks', textOf('aliasForDeks')),
    normalize: updated('normalize', flagOf('normalize')),
    validateFields: updated('validateFields', flagOf('validateFields')),
    validateNewSchemas: updated('validateNewSchemas', flagOf('validateNewSchemas')),
    validateRules: updated('validateRules', flagOf('validateRules')),
    compatibility: updated('compatibility', levelOf),
    compatibilityPolicy: updated('compatibilityPolicy', policyOf),
    compatibilityGroup: updated('compatibilityGroup', textOf('compatibilityGroup')),
    defaultMetadata: updated('defaultMetadata', parseMetadata),
    overrideMetadata: updated('overrideMetadata', parseMetadata),
    defaultRuleSet: updated('defaultRuleSet', parseRuleSet),
    overrideRuleSet: updated('overrideRuleSet', parseRuleSet),
  };
}

/** As the answer to an update and as the log keep it. */
export function configJson(config: Config): JsonObject {
  const { defaultMetadata, overrideMetadata, ...rest } = config;
  return omitUndefined({
    ...rest,
    defaultMetadata: defaultMetadata && metadataJson(defaultMetadata),
    overrideMetadata: overrideMetadata && metadataJson(overrideMetadata),
  });
}

function levelOf(value: JsonValue): CompatibilityLevel {
  const level = typeof value === 'string' ? parseCompatibilityLevel(value) : undefined;
  if (level === undefined) throw invalidCompatibilityLevel();
  return level;
}

/** Confluent's third policy judges by the types of Flink and Iceberg: taken in silence, it would promise that. */
function policyOf(value: JsonValue): CompatibilityPolicy {
  const name = typeof value === 'string' ? value.toUpperCase() : '';
  if (name !== 'STRICT' && name !== 'LENIENT') throw invalidCompatibilityPolicy();
  return name;
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
