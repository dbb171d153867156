import type { JsonObject, JsonValue } from '@eventwright/avro';
import { isJsonArray, isJsonObject } from './json-fields.ts';
import { badRequest, invalidRuleSet } from './registry-error.ts';

/** Rules of a data contract. They are checked for form, kept and given back; serializers carry them out, not a registry. */
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
  for (const { key, title, modes } of kinds) {
    for (const rule of rulesOf(value[key], key)) {
      const name = checkName(rule['name']);
      if (names.has(name)) throw invalidRuleSet(`Found rule with duplicate name '${name}'`);
      names.add(name);
      if (typeof rule['type'] !== 'string') throw invalidRuleSet(`Missing rule type in rule '${name}'`);
      if (typeof rule['mode'] !== 'string' || !modes.includes(rule['mode'])) {
        throw invalidRuleSet(`${title} rules can only be ${modes.join(', ')}, rule '${name}' is not`);
      }
    }
  }
  return value;
}

export function sameRuleSet(left: RuleSet | undefined, right: RuleSet | undefined): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function rulesOf(value: JsonValue | undefined, key: string): readonly JsonObject[] {
  if (value === undefined || value === null) return [];
  if (isJsonArray(value) && value.every(isJsonObject)) return value;
  throw badRequest(`ruleSet.${key} must be an array of rules`);
}

const maximumNameLength = 64;

function checkName(name: JsonValue | undefined): string {
  if (typeof name !== 'string') throw invalidRuleSet('Missing rule name');
  if (name.length <= maximumNameLength && /^[\p{L}_][\p{L}\p{Nd}_-]*$/u.test(name)) return name;
  const allowed = `at most ${maximumNameLength} letters, digits, '_' and '-', with a letter or '_' first`;
  throw invalidRuleSet(`Illegal rule name '${name}': a name has ${allowed}`);
}
