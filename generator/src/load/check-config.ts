import { posix } from 'node:path';
import type { Entry, MapNode, Node } from '../model/document.ts';
import type { Finding } from '../model/finding.ts';
import { scalarValue } from '../model/node.ts';
import { suggest } from '../model/suggest.ts';

/** The part of JSON Schema that `config.schema.json` uses. */
export interface ConfigSchema {
  readonly type?: string;
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, ConfigSchema>>;
  /** What every other property is; without it there may be none. */
  readonly additionalProperties?: boolean | ConfigSchema;
  readonly items?: ConfigSchema;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

/** Checks a configuration against its schema; a key that the schema does not know is an error. */
export function checkConfig(schema: ConfigSchema, node: Node): readonly Finding[] {
  return checkNode(schema, node, '');
}

function checkNode(schema: ConfigSchema, node: Node, path: string): readonly Finding[] {
  if (schema.type === 'object') {
    return node.kind === 'map' ? checkMap(schema, node, path) : [invalid(node, path, 'must be an object', schema)];
  }
  const { items } = schema;
  if (items !== undefined) {
    if (node.kind !== 'sequence') return [invalid(node, path, 'must be a list', schema)];
    return node.items.flatMap((item, index) => checkNode(items, item, `${path}/${index}`));
  }
  const value = scalarValue(node);
  if (schema.type === 'boolean') {
    return typeof value === 'boolean' ? [] : [invalid(node, path, 'must be true or false', schema)];
  }
  if (typeof value !== 'string') return [invalid(node, path, 'must be text', schema)];
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    return [invalid(node, path, `must be one of ${schema.enum.map((one) => `"${one}"`).join(', ')}`, schema)];
  }
  const fits = schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value);
  return fits ? [] : [invalid(node, path, `cannot be "${value}"`, schema)];
}

function checkMap(schema: ConfigSchema, node: MapNode, path: string): readonly Finding[] {
  const { properties = {}, required = [], additionalProperties } = schema;
  const known = Object.keys(properties);
  const others = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  const missing = required.filter((key) => !node.entries.has(key));
  return [
    ...missing.map((key) => invalid(node, `${path}/${key}`, 'is missing', properties[key])),
    ...[...node.entries].flatMap(([key, entry]) => {
      const inner = known.includes(key) ? properties[key] : others;
      return inner === undefined
        ? [unknownKey(key, entry, { path, known })]
        : checkNode(inner, entry.value, `${path}/${key}`);
    }),
  ];
}

function unknownKey(key: string, { position }: Entry, at: { path: string; known: readonly string[] }): Finding {
  const help = suggest(key, at.known);
  return {
    ruleId: 'CONFIG_KEY_UNKNOWN',
    severity: 'error',
    message: `There is no setting '${key}'.`,
    position,
    path: `${at.path}/${key}`,
    related: [],
    ...(help === undefined ? {} : { help }),
  };
}

function invalid({ position }: Node, path: string, what: string, schema: ConfigSchema | undefined): Finding {
  return {
    ruleId: 'CONFIG_INVALID',
    severity: 'error',
    message: path === '' ? `The configuration ${what}.` : `The setting '${settingName(path)}' ${what}.`,
    position,
    path: path === '' ? '/' : path,
    related: [],
    ...(schema?.description === undefined ? {} : { help: schema.description }),
  };
}

/** `/readers/projects/0` is `projects[0]`. */
const settingName = (path: string): string => posix.basename(path.replace(/\/(\d+)$/, '[$1]'));
