import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { rules } from './check/rules.ts';
import type { FindingsCache } from './load/official-parser/validate-with-official-parser.ts';
import { type Finding, otherPlaces } from './model/finding.ts';
import { readContracts } from './read-contracts.ts';

// One of them loads the official parser, which takes long where many tests run side by side.
vi.setConfig({ testTimeout: 30_000 });

const fixtures = fileURLToPath(new URL('../test/fixtures/', import.meta.url));
const cases = readdirSync(fixtures);

const contractsOf = (name: string, cache: FindingsCache) =>
  readContracts({ root: `${fixtures}${name}`, contracts: 'asyncapi' }, cache);

/** Says that the official parser has been asked already, and found nothing. */
const silent: FindingsCache = { read: () => [], write: async () => undefined };

const place = ({ position, message }: Pick<Finding, 'position' | 'message'>): readonly string[] => [
  `${position.file}:${position.line}:${position.column}`,
  message,
];

/** As the fixtures' `findings.txt` have it: a line each, and one for each place that belongs to it. */
const asText = (findings: readonly Finding[]): string =>
  findings
    .flatMap((finding) => {
      const { severity, ruleId } = finding;
      const [at, message] = place(finding);
      const others = otherPlaces(finding).map((one) => `  ${place(one).join(' ')}\n`);
      return [`${at} ${severity} ${ruleId} ${message}\n`, ...others];
    })
    .join('');

describe('readContracts', () => {
  it.each(cases)('finds exactly what is wrong in %s', async (name) => {
    const { ownFindings } = await contractsOf(name, silent);
    expect(asText(ownFindings)).toBe(readFileSync(`${fixtures}${name}/findings.txt`, 'utf8'));
  });

  it('has a fixture for every rule', () => {
    const seen = cases.map((name) => readFileSync(`${fixtures}${name}/findings.txt`, 'utf8')).join('');
    expect(rules.map(({ id }) => id).filter((id) => !seen.includes(` ${id} `))).toEqual([]);
  });

  it('has a line in the README for every rule that the fixtures meet', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const seen = cases.flatMap((name) => {
      const findings = readFileSync(`${fixtures}${name}/findings.txt`, 'utf8');
      return [...findings.matchAll(/^\S+ (?:error|warning) ([A-Z_]+) /gm)].map(([, id = '']) => id);
    });
    const own = seen.filter((id) => !id.startsWith('AVRO_'));
    expect(own.length).toBeGreaterThan(rules.length);
    expect(own.filter((id) => !readme.includes(`\`${id}\``))).toEqual([]);
  });

  it('adds what the official parser says, at its place in the file, and keeps it for the next run', async () => {
    const kept = new Map<string, readonly Finding[]>();
    const cache: FindingsCache = {
      read: (key) => kept.get(key),
      write: async (key, findings) => void kept.set(key, findings),
    };
    const first = asText(await (await contractsOf('official-parser', cache)).allFindings());
    expect(first).toBe(
      [
        "asyncapi/orders.yaml:5:3 error ASYNCAPI_DOCUMENT_RESOLVED There is no property 'licence' here.\n",
        'asyncapi/orders.yaml:23:11 error ASYNCAPI_DOCUMENT_RESOLVED \'bindingVersion\' cannot be "9.9.9".\n',
      ].join(''),
    );
    const again: FindingsCache = { ...cache, write: () => Promise.reject(new Error('parsed again')) };
    expect(asText(await (await contractsOf('official-parser', again)).allFindings())).toBe(first);
  });

  it('says once that an address and its parameters disagree', async () => {
    const position = { file: 'asyncapi/orders.yaml', line: 8, column: 5 };
    const said = {
      ruleId: 'ASYNCAPI3_CHANNEL_PARAMETERS',
      severity: 'error',
      message: '',
      position,
      related: [],
    } as const;
    const cache: FindingsCache = { read: () => [said], write: async () => undefined };
    const contracts = await contractsOf('channel-parameter-unknown', cache);
    expect(await contracts.allFindings()).toEqual(contracts.ownFindings);
    expect(await (await contractsOf('clean', cache)).allFindings()).toContainEqual(said);
  });

  it('does not ask the official parser about documents that have a hole', async () => {
    const unasked: FindingsCache = { read: () => expect.fail('asked'), write: async () => undefined };
    const contracts = await contractsOf('reference-unknown', unasked);
    expect(await contracts.allFindings()).toEqual(contracts.ownFindings);
  });
});
