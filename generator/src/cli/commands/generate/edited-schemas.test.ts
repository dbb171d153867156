import { readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { command } from '../../../../test/command.ts';
import { temporaryProject } from '../../../../test/temporary-project.ts';
import { emitTypeScript } from '../../../emit/typescript/index.ts';
import { isError } from '../../../model/finding.ts';
import { readContracts } from '../../../read-contracts.ts';
import { noFindingsCache } from '../../../write/findings-cache.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const repository = join(import.meta.dirname, '../../../../..');

/** The contracts of the shop without examples and most of `x-public`, for which every change has everything read. */
const shop = Object.fromEntries(
  readdirSync(join(repository, 'asyncapi'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ya?ml|avsc)$/.test(path))
    .map((path) => [`asyncapi/${path.replaceAll('\\', '/')}`, readFileSync(join(repository, 'asyncapi', path), 'utf8')])
    .map(([path = '', text = '']) => [path, text.replace(/^examples:\n(?:[ #].*\n|\n)*/m, '')] as const)
    .map(
      ([path, text]) => [path, path.includes('order-confirmed') ? text : text.replace(/^x-public: .*\n/m, '')] as const,
    ),
);
const schemas = Object.keys(shop).filter((path) => path.endsWith('.avsc'));

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A change at the n-th place of a schema where it can be made. */
interface Edit {
  readonly file: string;
  readonly place: number;
  readonly change: keyof typeof changes;
}

const isObject = (json: Json | undefined): json is { [key: string]: Json } =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** Each takes a field or a named type and returns what it becomes. */
const changes = {
  doc: (node) => ({ ...node, doc: 'Said */ in other words.' }),
  type: (node) => ({ ...node, type: 'long' }),
  optional: (node) => ({ ...node, type: ['null', node['type'] ?? 'int'], default: null }),
  noDefault: ({ default: _default, ...node }) => node,
  name: (node) => ({ ...node, name: 'renamed' }),
  alias: (node) => ({ ...node, aliases: ['earlier'] }),
  deprecated: (node) => ({ ...node, 'x-deprecated': { since: '1.2.0' } }),
  decimal: (node) => ({ ...node, type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } }),
  money: (node) => ({ ...node, type: 'shop.common.Money' }),
  inner: (node) => ({ ...node, type: { type: 'record', name: 'Inner', fields: [{ name: 'a', type: 'int' }] } }),
  list: (node) => ({ ...node, type: { type: 'array', items: node['type'] ?? 'int' } }),
  unknown: (node) => ({ ...node, type: 'shop.Nothing' }),
  warned: (node) => ({ ...node, doc: 5 }),
  moreFields: (node) => ({
    ...node,
    ...(Array.isArray(node['fields'])
      ? { fields: [...node['fields'], { name: 'one_more', type: 'int', default: 1 }] }
      : {}),
  }),
  fewerSymbols: (node) => ({
    ...node,
    ...(Array.isArray(node['symbols']) ? { symbols: node['symbols'].slice(0, 1) } : {}),
  }),
} satisfies Record<string, (node: { [key: string]: Json }) => Json>;

const edits: fc.Arbitrary<Edit> = fc.record({
  file: fc.constantFrom(...schemas),
  place: fc.nat(30),
  change: fc.constantFrom(...(Object.keys(changes) as (keyof typeof changes)[])),
});

function edited({ file, place, change }: Edit): string {
  let seen = 0;
  const places = (shop[file]?.match(/"name":/g) ?? []).length;
  const visit = (json: Json): Json => {
    if (Array.isArray(json)) return json.map(visit);
    if (!isObject(json)) return json;
    const isHere = 'name' in json && seen++ === place % places;
    const inner = Object.fromEntries(Object.entries(json).map(([key, value]) => [key, visit(value)]));
    return isHere ? changes[change](inner) : inner;
  };
  return `${JSON.stringify(visit(JSON.parse(shop[file] ?? '')), null, 2)}\n`;
}

let root: string;

beforeAll(async () => {
  root = await temporaryProject({
    ...shop,
    'eventwright.config.json': '{ "contracts": "asyncapi", "generate": { "typescript": { "out": "generated" } } }',
  });
  expect((await command(root, 'generate')).exitCode).toBe(0);
});

interface Generated {
  readonly findings: unknown;
  /** Undefined where an error forbids it. */
  readonly files: ReadonlyMap<string, string> | undefined;
}

/** What comes out without any cache. */
async function anew(): Promise<Generated> {
  const { model, ownFindings } = await readContracts({ root, contracts: 'asyncapi' }, noFindingsCache);
  const findings = ownFindings.map(({ ruleId, position }) => `${position.file} ${position.line} ${ruleId}`);
  if (ownFindings.some(isError)) return { findings, files: undefined };
  return {
    findings,
    files: new Map(emitTypeScript(model, { importExtension: '.ts' }).map(({ path, text }) => [path, text])),
  };
}

async function byCommand(): Promise<Generated & { readonly wasShort: boolean }> {
  const { stdout } = await command(root, 'generate', '--format', 'json', '--stats');
  const { exitCode, findings, stats } = JSON.parse(stdout);
  const files = new Map<string, string>();
  for (const entry of readdirSync(join(root, 'generated'), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(join(root, 'generated').length + 1).replaceAll('\\', '/');
    if (entry.isFile() && entry.name.endsWith('.ts')) files.set(name, await readFile(path, 'utf8'));
  }
  return {
    findings: findings.map(({ ruleId, file, line }: Record<string, unknown>) => `${file} ${line} ${ruleId}`),
    files: exitCode === 0 ? files : undefined,
    wasShort:
      stats.steps.some(({ step }: { step: string }) => step === 'reading edited schemas') &&
      exitCode === 0 &&
      !stats.steps.some(({ step }: { step: string }) => step === 'reading contracts'),
  };
}

describe('a run after a change inside of schemas', () => {
  it('gives what a run without a cache gives, whatever the change, and mostly the short way', async () => {
    let short = 0;
    let all = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(edits, { selector: ({ file }) => file, minLength: 1, maxLength: 2 }),
        async (list) => {
          for (const edit of list) await writeFile(join(root, edit.file), edited(edit));
          const { wasShort, ...result } = await byCommand();
          const expected = await anew();
          expect(result.findings).toEqual(expected.findings);
          expect(result.files).toEqual(expected.files);
          if (expected.files !== undefined) all += 1;
          if (wasShort) short += 1;
          for (const { file } of list) await writeFile(join(root, file), shop[file] ?? '');
          expect((await byCommand()).files).toEqual((await anew()).files);
        },
      ),
      { numRuns: 40 },
    );
    expect(short).toBeGreaterThan(all / 4);
  });

  it('finds that a field which may be shown outside is gone', async () => {
    const file = 'asyncapi/schemas/orders/order-confirmed.v1.avsc';
    await writeFile(join(root, file), (shop[file] ?? '').replace('"wishedDeliveryDate"', '"deliveryDate"'));
    const { findings } = await byCommand();
    expect(findings).toEqual(['asyncapi/messages/order-confirmed.yaml 7 PUBLIC_FIELD_UNKNOWN']);
    await writeFile(join(root, file), shop[file] ?? '');
    expect((await byCommand()).findings).toEqual([]);
  });
});
