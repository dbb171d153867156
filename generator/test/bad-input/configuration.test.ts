import { describe, it } from 'vitest';
import { type BadInput, expectRefusal } from './refusal.ts';

const config = 'eventwright.config.json';
const invalid = (at: string, rule = 'CONFIG_INVALID'): readonly string[] => [`${config}:${at} error ${rule}`];
const withText = (text: string): NonNullable<BadInput['files']> => ({ [config]: text });
const withOut = (out: string) =>
  withText(`{ "contracts": "asyncapi", "generate": { "typescript": { "out": ${out} } } }`);

const rows: readonly BadInput[] = [
  { name: 'text', files: withText('"asyncapi"'), exitCode: 2, findings: invalid('1:1'), says: 'must be an object' },
  { name: 'a list', files: withText('[]'), exitCode: 2, findings: invalid('1:1'), says: 'must be an object' },
  {
    name: 'a number for a folder',
    files: withText('{ "contracts": 7 }'),
    exitCode: 2,
    findings: invalid('1:16'),
    says: "'contracts' must be text",
  },
  {
    name: 'an object for a folder',
    files: withText('{ "contracts": { "__proto__": "asyncapi" } }'),
    exitCode: 2,
    findings: invalid('1:16'),
    says: "'contracts' must be text",
  },
  ...['__proto__', 'constructor', 'toString', 'contract'].map(
    (key): BadInput => ({
      name: `the key ${key}`,
      files: withText(`{ "contracts": "asyncapi", "${key}": {} }`),
      exitCode: 2,
      findings: invalid('1:28', 'CONFIG_KEY_UNKNOWN'),
      says: `There is no setting '${key}'`,
    }),
  ),
  ...['/etc', '../asyncapi', 'a/../../b', '..', 'C:\\\\x', 'a//b', ''].map(
    (path): BadInput => ({
      name: `contracts in ${JSON.stringify(path)}`,
      files: withText(`{ "contracts": "${path}" }`),
      exitCode: 2,
      findings: invalid('1:16'),
      says: "The setting 'contracts' cannot be",
    }),
  ),
  ...['"/tmp/x"', '"../x"', '"generated/../../x"', '""'].map(
    (path): BadInput => ({
      name: `an output folder ${path}`,
      files: withOut(path),
      exitCode: 2,
      findings: invalid('1:65'),
      says: "The setting 'out' cannot be",
    }),
  ),
  {
    name: 'a key twice',
    files: withText('{ "contracts": "asyncapi", "contracts": "b" }'),
    exitCode: 2,
    findings: invalid('1:28', 'YAML_INVALID'),
    says: "the key 'contracts' is there twice",
  },
  {
    name: '100,000 brackets',
    files: withText('['.repeat(100_000)),
    exitCode: 2,
    findings: invalid('1:251', 'YAML_INVALID'),
    says: 'nested deeper than 100 levels',
  },
];

describe('a configuration that cannot be used', () => {
  it.each(rows)('is refused: $name', expectRefusal);
});
