import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { coreRuleset } from '@asyncapi/parser/cjs/ruleset/ruleset.js';
import { v3CoreRuleset } from '@asyncapi/parser/cjs/ruleset/v3/index.js';
import { describe, expect, it, vi } from 'vitest';
import { parseDocument, stringify } from 'yaml';
import { command } from '../../test/command.ts';
import { temporaryProject } from '../../test/temporary-project.ts';
import { changeRuleIds, lintRuleIds, ruleIds } from '../rule-ids.ts';
import type { Example, Explanation } from './explanation.ts';
import { explanations, severityOf } from './explanations.ts';

// The first of them loads the official parser, which takes long where many tests run side by side.
vi.setConfig({ testTimeout: 30_000 });

type Files = Readonly<Record<string, string>>;

/** What a part of a document is completed by, and what stands beside it. */
const surroundings: Files = {
  'eventwright.config.json': '{ "contracts": "asyncapi" }',
  'asyncapi/orders.yaml': `asyncapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers:
  kafka: { host: broker, protocol: kafka }
channels:
  orders:
    address: shop.orders
    messages:
      OrderPlaced:
        bindings: { kafka: { key: { type: string } } }
        payload: { schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: { $ref: ./order-placed.v1.avsc } }
`,
  'asyncapi/order-placed.v1.avsc':
    '{ "type": "record", "name": "OrderPlaced", "namespace": "shop.orders", "fields": [{ "name": "orderId", "type": "string" }] }',
};

/** Parts of one document are put over each other, key by key at the top. */
function filesOf({ files }: Example): Files {
  const all: Record<string, string> = { ...surroundings };
  for (const { name, kind, text } of files) {
    if (kind !== 'part') all[name] = text;
    else all[name] = stringify({ ...parse(all[name]), ...parse(text) }, { aliasDuplicateObjects: false });
  }
  return all;
}

const parse = (text = ''): object => parseDocument(text, { logLevel: 'silent' }).toJS();

/** Rule ids of what `eventwright validate`, or another command, finds. */
async function rulesFound(files: Files, name = 'validate'): Promise<ReadonlySet<string>> {
  const root = await temporaryProject(files);
  const { stdout } = await command(root, name, '--format', 'json');
  const { findings }: { findings: readonly { ruleId: string }[] } = JSON.parse(stdout);
  return new Set(findings.map(({ ruleId }) => ruleId));
}

const nested = `${'{ "type": "array", "items": '.repeat(900)}"int"${' }'.repeat(900)}`;

/** Files of examples that can only be described. */
const described: Readonly<Record<string, Files>> = {
  AVRO_TOO_DEEP: { ...surroundings, 'asyncapi/deep.avsc': nested },
};

/** What a document that gets as far as the parser does not bring about. */
const notBroughtAbout = ['ASYNCAPI_INVALID_REF', 'ASYNCAPI_PARSER', 'ASYNCAPI_UNCAUGHT_ERROR'];

const isDescribed = ({ files }: Example): boolean => files.some(({ kind }) => kind === 'described');

/** What the parser says as well is said by a rule of ours. */
const saidByOurs: Readonly<Record<string, string>> = { ASYNCAPI3_CHANNEL_PARAMETERS: 'CHANNEL_PARAMETER_UNKNOWN' };

/** Of what `eventwright validate` does not look at; whoever does has tests of it. */
const isOfOthers = (id: string): boolean => /^(REGISTRY|LOCK)_|^FIELD_REMOVED_IN_USE$/.test(id);

const everything = [...explanations.values()];
const isOfChange = ({ id }: Explanation): boolean => changeRuleIds.includes(id);
const isOfLint = ({ id }: Explanation): boolean => lintRuleIds.includes(id);
/** Of one state of the contracts; change-explanations.test.ts has those of changes. */
const all = everything.filter(
  (explanation) => !isOfLint(explanation) && (!isOfChange(explanation) || isDescribed(explanation.bad)),
);

const fixtures = join(import.meta.dirname, '../../test/fixtures');
const inFixtures = readdirSync(fixtures).map((name) => readFileSync(join(fixtures, name, 'findings.txt'), 'utf8'));

describe('explanations', () => {
  it('explain every rule of ours and every rule of the official parser, and no other', () => {
    const ofParser = Object.keys({ ...coreRuleset.rules, ...v3CoreRuleset.rules })
      .map((name) => name.toUpperCase().replaceAll('-', '_'))
      // Of use to the parser only, and no more than a hint.
      .filter((id) => id !== 'ASYNCAPI_INTERNAL' && id !== 'ASYNCAPI_LATEST_VERSION');
    expect([...explanations.keys()]).toEqual([...new Set([...ruleIds, ...ofParser, ...notBroughtAbout])].sort());
  });

  it.each(all.filter(({ bad }) => !isDescribed(bad)))('$id: the bad example has it', async ({ id, bad }) => {
    expect([...(await rulesFound(filesOf(bad)))]).toContain(saidByOurs[id] ?? id);
  });

  it.each(all.filter(({ good }) => !isDescribed(good)))('$id: the good example is all good', async ({ good }) => {
    expect([...(await rulesFound(filesOf(good)))]).toEqual([]);
  });

  it.each(everything.filter(isOfLint))('$id: of lint, the bad example has it and the good one not', async (one) => {
    expect([...(await rulesFound(filesOf(one.bad), 'lint'))]).toContain(one.id);
    const found = await rulesFound(filesOf(one.good), 'lint');
    expect([...found]).not.toContain(one.id);
    expect([...found].filter((id) => !id.startsWith('LINT_'))).toEqual([]);
  });

  it.each(all.filter(({ bad }) => isDescribed(bad)))(
    '$id: what is only described is a test all the same',
    async ({ id }) => {
      const files = described[id];
      const isFound =
        files === undefined ? inFixtures.some((text) => text.includes(` ${id} `)) : (await rulesFound(files)).has(id);
      expect(isFound || notBroughtAbout.includes(id) || isOfOthers(id)).toBe(true);
    },
  );

  it('are short enough for a terminal, and whole sentences', () => {
    const texts = everything.flatMap(({ what, why, cure }) => [what, why, cure]);
    expect(texts.filter((text) => !/^[A-Z`'].*\.$/s.test(text) || text.length > 300)).toEqual([]);
  });
});

describe('severityOf', () => {
  it('is that of the rule', () => {
    expect([
      severityOf('EXAMPLE_INVALID'),
      severityOf('AVRO_LOGICAL_TYPE_INVALID'),
      severityOf('CONFIG_INVALID'),
      severityOf('REPLICAS_LOWERED'),
      severityOf('KEY_CHANGED'),
      severityOf('WAIVER_UNUSED'),
    ]).toEqual(['warning', 'warning', 'error', 'warning', 'error', 'warning']);
  });
});
