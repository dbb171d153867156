import type { JsonObject, JsonValue } from '@eventwright/avro';
import { isJsonArray, isJsonObject, isStringArray, omitUndefined } from './json-fields.ts';
import { badRequest, invalidRuleSet } from './registry-error.ts';

/**
 * Rules of a data contract, by kind, in their one form: members in a fixed order, nothing that is empty. They are checked
 * for form, kept and given back; serializers carry them out, not a registry.
 */
export type RuleSet = JsonObject;

const migrationModes: readonly string[] = ['UPGRADE', 'DOWNGRADE', 'UPDOWN'];
const messageModes: readonly string[] = ['WRITE', 'READ', 'WRITEREAD'];

const kinds = [
  { key: 'migrationRules', title: 'Migration', modes: migrationModes },
  { key: 'domainRules', title: 'Domain', modes: messageModes },
  { key: 'encodingRules', title: 'Encoding', modes: messageModes },
] as const;

/** Reads a rule set from a request or from the log; undefined for none. Throws 42210 for rules that cannot work. */
export function parseRuleSet(value: JsonValue | undefined): RuleSet | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value)) throw badRequest('ruleSet must be an object');
  const names = new Set<string>();
  const rules = kinds.map(({ key, title, modes }) => {
    const parsed = listOf(value[key], key).map((rule) => {
      const name = checkName(rule['name']);
      if (names.has(name)) throw invalidRuleSet(`Found rule with duplicate name '${name}'`);
      names.add(name);
      return parseRule(rule, name, { title, modes });
    });
    return [key, parsed.length === 0 ? undefined : parsed] as const;
  });
  return omitUndefined({ ...Object.fromEntries(rules), enableAt: textOf(value, 'enableAt') });
}

export function sameRuleSet(left: RuleSet | undefined, right: RuleSet | undefined): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** Both together; of two rules with one name the second one counts. */
export function mergeRuleSets(first: RuleSet | undefined, second: RuleSet | undefined): RuleSet | undefined {
  if (first === undefined || second === undefined) return second ?? first;
  const rules = kinds.map(({ key }) => {
    const added = rulesOf(second, key);
    const names = added.map(({ name }) => name);
    const merged = [...rulesOf(first, key).filter(({ name }) => !names.includes(name)), ...added];
    return [key, merged.length === 0 ? undefined : merged] as const;
  });
  return omitUndefined({ ...Object.fromEntries(rules), enableAt: second['enableAt'] ?? first['enableAt'] });
}

export function hasRuleOfType(ruleSet: RuleSet | undefined, type: string): boolean {
  return ruleSet !== undefined && kinds.some(({ key }) => rulesOf(ruleSet, key).some((rule) => rule['type'] === type));
}

/** What the hash of a schema takes of its rules, in Confluent's order. */
export function ruleSetHashParts(ruleSet: RuleSet): readonly string[] {
  const rules = kinds.flatMap(({ key }) => rulesOf(ruleSet, key));
  return [...rules.flatMap(rulePartsOf), String(ruleSet['enableAt'] ?? '')];
}

function rulePartsOf(rule: JsonObject): readonly string[] {
  const { tags, params, disabled } = rule;
  const texts = (names: readonly string[]): readonly string[] => names.map((name) => String(rule[name] ?? ''));
  return [
    ...texts(['name', 'doc', 'kind', 'mode', 'type']),
    ...(isStringArray(tags) ? tags : []),
    ...(isJsonObject(params) ? Object.entries(params).flatMap(([name, text]) => [name, String(text)]) : []),
    ...texts(['expr', 'onSuccess', 'onFailure']),
    disabled === true ? '\u0001' : '',
  ];
}

function listOf(value: JsonValue | undefined, key: string): readonly JsonObject[] {
  if (value === undefined || value === null) return [];
  if (isJsonArray(value) && value.every(isJsonObject)) return value;
  throw badRequest(`ruleSet.${key} must be an array of rules`);
}

/** Of a rule set that was parsed. */
const rulesOf = (ruleSet: RuleSet, key: string): readonly JsonObject[] => listOf(ruleSet[key], key);

interface RuleKind {
  readonly title: string;
  readonly modes: readonly string[];
}

function parseRule(rule: JsonObject, name: string, { title, modes }: RuleKind): JsonObject {
  const type = textOf(rule, 'type');
  const mode = textOf(rule, 'mode');
  if (type === undefined) throw invalidRuleSet(`Missing rule type in rule '${name}'`);
  if (mode === undefined || !modes.includes(mode)) {
    throw invalidRuleSet(`${title} rules can only be ${modes.join(', ')}, rule '${name}' is not`);
  }
  const actions = { onSuccess: textOf(rule, 'onSuccess'), onFailure: textOf(rule, 'onFailure') };
  const severalTimes = mode === 'WRITEREAD' || mode === 'UPDOWN';
  if (!severalTimes && Object.values(actions).some((action) => action?.includes(','))) {
    throw invalidRuleSet(`Multiple actions only valid with WRITEREAD and UPDOWN, rule '${name}' is ${mode}`);
  }
  return omitUndefined({
    name,
    doc: textOf(rule, 'doc'),
    kind: textOf(rule, 'kind'),
    mode,
    type,
    tags: parseTags(rule['tags'], name),
    params: parseParams(rule['params'], name),
    expr: textOf(rule, 'expr'),
    ...actions,
    disabled: rule['disabled'] === true,
  });
}

/** Undefined for what is absent or empty. */
function textOf(value: JsonObject, key: string): string | undefined {
  const text = value[key] ?? '';
  if (typeof text !== 'string') throw badRequest(`'${key}' in ruleSet must be a string`);
  return text === '' ? undefined : text;
}

function parseTags(value: JsonValue | undefined, rule: string): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isStringArray(value)) throw badRequest(`tags of rule '${rule}' must be an array of strings`);
  return value.length === 0 ? undefined : [...new Set(value)].sort();
}

function parseParams(value: JsonValue | undefined, rule: string): JsonObject | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value)) throw badRequest(`params of rule '${rule}' must be an object`);
  const params = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return params.length === 0 ? undefined : Object.fromEntries(params);
}

const maximumNameLength = 64;

function checkName(name: JsonValue | undefined): string {
  if (typeof name !== 'string') throw invalidRuleSet('Missing rule name');
  if (name.length <= maximumNameLength && /^[\p{L}_][\p{L}\p{Nd}_-]*$/u.test(name)) return name;
  const allowed = `at most ${maximumNameLength} letters, digits, '_' and '-', with a letter or '_' first`;
  throw invalidRuleSet(`Illegal rule name '${name}': a name has ${allowed}`);
}
