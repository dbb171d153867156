import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { readWaivers } from '../../src/load/read-waivers.ts';
import { command, type Outcome } from '../command.ts';
import { temporaryProject } from '../temporary-project.ts';
import { change, commitAll, git, temporaryRepository } from '../temporary-repository.ts';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

const payload = (version: number): string => `payload:
          schemaFormat: application/vnd.apache.avro;version=1.9.0
          schema: { $ref: ./order-placed.v${version}.avsc }`;

const channels = (version: number): string => `channels:
  orders:
    address: shop.orders
    messages:
      OrderPlaced:
        bindings: { kafka: { key: { type: string } } }
        ${payload(version)}
operations:
`;

const schema = (...fields: readonly object[]): string =>
  `${JSON.stringify({ type: 'record', name: 'OrderPlaced', namespace: 'shop', fields }, null, 2)}\n`;

const orderId = { name: 'orderId', type: 'string' };
const amount = { name: 'amount', type: 'long' };
const currency = { name: 'currency', type: 'string', default: 'EUR' };

/** A shop that sends an event, and its billing, whose code reads the currency of it. */
const shop: Readonly<Record<string, string>> = {
  'eventwright.config.json': '{ "contracts": "asyncapi", "generate": { "typescript": { "out": "generated" } } }\n',
  'asyncapi/shop.yaml': `asyncapi: 3.1.0
info: { title: Shop, version: 1.0.0, x-owner: web-team }
${channels(1)}  sendOrders: { action: send, channel: { $ref: '#/channels/orders' } }
`,
  'asyncapi/billing.yaml': `asyncapi: 3.1.0
info: { title: Billing, version: 1.0.0, x-owner: money-team }
${channels(1)}  receiveOrders: { action: receive, channel: { $ref: '#/channels/orders' } }
`,
  'asyncapi/order-placed.v1.avsc': schema(orderId, amount, currency),
  '.gitignore': 'node_modules\n',
  'package.json': '{ "name": "the-shop", "type": "module", "private": true }\n',
  'tsconfig.json': JSON.stringify({
    compilerOptions: { module: 'nodenext', strict: true, noEmit: true, allowImportingTsExtensions: true, types: [] },
    include: ['billing'],
  }),
  'billing/package.json': '{ "name": "billing-service", "type": "module", "private": true }\n',
  'billing/on-order.ts': `import { createBilling } from '../generated/billing.ts';
import type { OrderPlaced } from '../generated/messages/order-placed.ts';

export const startBilling = createBilling;

export function invoiceOf(order: OrderPlaced): string {
  return \`\${order.amount} \${order.currency}\`;
}
`,
};

/** Both documents point to the second version. */
const secondVersion = (...fields: readonly object[]): Readonly<Record<string, string>> => ({
  'asyncapi/order-placed.v2.avsc': schema(...fields),
  'asyncapi/shop.yaml': shop['asyncapi/shop.yaml']?.replace('v1.avsc', 'v2.avsc') ?? '',
  'asyncapi/billing.yaml': shop['asyncapi/billing.yaml']?.replace('v1.avsc', 'v2.avsc') ?? '',
});

let root = '';

/** A repository of the shop where `npm ci` was run, on a branch of its own. */
async function pullRequest(): Promise<void> {
  root = await temporaryRepository(shop);
  symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(root, 'node_modules'));
  await git(root, 'switch', '--quiet', '--create', 'change');
}

const compat = (format: string): Promise<Outcome> =>
  command(root, 'compat', '--against', 'git:main', '--format', format);

describe('a pull request that removes a field which code reads', () => {
  beforeAll(async () => {
    await pullRequest();
    await change(root, secondVersion(orderId, amount));
    await commitAll(root);
  });

  it('is refused, with a comment that names the broken consumer with file and line', async () => {
    const { exitCode, stdout } = await compat('markdown');
    expect(exitCode).toBe(1);
    await expect(stdout).toMatchFileSnapshot('golden/refused.md');
    expect(stdout).toContain('`billing/on-order.ts:7` reads currency');
  });

  it('is refused, with a valid SARIF file that has the place of the code', async () => {
    const { exitCode, stdout } = await compat('sarif');
    expect(exitCode).toBe(1);
    const ajv = addFormats.default(new AjvDraft04.default({ strict: false, unicodeRegExp: false }));
    expect(ajv.validate(sarifSchema, JSON.parse(stdout)), ajv.errorsText()).toBe(true);
    const [result] = JSON.parse(stdout).runs[0].results;
    expect(result).toMatchObject({ ruleId: 'FIELD_REMOVED_IN_USE', level: 'error' });
    const places = result.relatedLocations.map(
      ({ message, physicalLocation: { artifactLocation, region } }: RelatedLocation) =>
        `${artifactLocation.uri}:${region.startLine} ${message.text}`,
    );
    expect(places).toContain('billing/on-order.ts:7 code of billing reads currency');
  });

  it('is refused in the words that the README shows', async () => {
    const [, shown = 'nothing'] = /```\n\$ npx eventwright compat --against git:main\n(.*?)```/s.exec(readme) ?? [];
    expect((await compat('text')).stdout).toContain(shown);
  });

  it('passes when code stopped reading it first, as the help says', async () => {
    await change(root, { 'billing/on-order.ts': shop['billing/on-order.ts']?.replace(/ [^ ]*order\.currency\}/, '') });
    const { exitCode, stdout } = await compat('text');
    expect(stdout).toContain('nothing breaks against main\n');
    expect(exitCode).toBe(0);
  });
});

describe('a pull request that removes a field where code takes the whole event', () => {
  beforeAll(async () => {
    await pullRequest();
    await change(root, {
      ...secondVersion(orderId, amount),
      'billing/on-order.ts': shop['billing/on-order.ts']?.replace(/return .*;/, 'return JSON.stringify(order);'),
    });
  });

  it('is warned that the code may read it, and passes', async () => {
    const { exitCode, stdout } = await compat('json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).findings).toMatchObject([
      {
        ruleId: 'FIELD_REMOVED_IN_USE',
        severity: 'warning',
        message: "The field 'currency' of OrderPlaced was removed in version 2, but code may read it.",
        affected: [{ application: 'billing', code: [{ file: 'billing/on-order.ts', line: 7 }] }],
      },
    ]);
  });

  it('names the code of other repositories by the manifests that they publish', async () => {
    const elsewhere = await temporaryRepository(shop);
    symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(elsewhere, 'node_modules'));
    await command(elsewhere, 'readers', '--out', 'readers.json');
    await change(root, {
      'manifest.json': readFileSync(join(elsewhere, 'readers.json'), 'utf8').replace('"the-shop"', '"accounting"'),
      'eventwright.config.json':
        '{ "contracts": "asyncapi", "generate": { "typescript": { "out": "generated" } }, "readers": { "manifests": ["manifest.json"] } }\n',
    });
    const { exitCode, stdout } = await compat('text');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('accounting: billing/on-order.ts:7 reads currency');
  });
});

interface RelatedLocation {
  readonly message: { readonly text: string };
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: { readonly startLine: number };
  };
}

describe('a pull request that adds a field which old events lack', () => {
  beforeAll(async () => {
    await pullRequest();
    await change(root, secondVersion(orderId, amount, currency, { name: 'channel', type: 'string' }));
    await commitAll(root);
  });

  it('is refused with the datum that the new version cannot read', async () => {
    const { exitCode, stdout } = await compat('json');
    const { findings, versions } = JSON.parse(stdout);
    expect(exitCode).toBe(1);
    expect(findings).toMatchObject([
      {
        ruleId: 'SCHEMA_READER_FIELD_MISSING_DEFAULT_VALUE',
        file: 'asyncapi/order-placed.v2.avsc',
        subject: 'shop.orders/OrderPlaced/channel',
        affected: [{ application: 'billing', owner: 'money-team', action: 'receive' }],
        sample: '{"amount":0,"currency":"","orderId":""}',
      },
      { ruleId: 'VERSION_NOT_MAJOR', file: 'asyncapi/shop.yaml', subject: 'shop' },
    ]);
    expect(versions).toContainEqual({
      application: 'shop',
      before: '1.0.0',
      after: '1.0.0',
      needed: 'major',
      smallest: '2.0.0',
      isEnough: false,
    });
  });

  it('passes with a waiver, which is told of', async () => {
    const waiver = (rule: string, subject: string): string =>
      `  - { rule: ${rule}, subject: ${subject}, reason: no events yet, owner: web-team, expires: '9999-12-31' }\n`;
    const waivers = [
      waiver('SCHEMA_READER_FIELD_MISSING_DEFAULT_VALUE', 'shop.orders/OrderPlaced/channel'),
      waiver('VERSION_NOT_MAJOR', 'shop'),
    ];
    await change(root, { 'eventwright.waivers.yaml': `waivers:\n${waivers.join('')}` });
    const { exitCode, stdout } = await compat('text');
    expect(stdout).toContain('2 findings waived by eventwright.waivers.yaml');
    expect(exitCode).toBe(0);
    await change(root, { 'eventwright.waivers.yaml': undefined });
  });

  it('takes waivers as the README writes them', async () => {
    const [, written = ''] = /```yaml\n(waivers:.*?)```/s.exec(readme) ?? [];
    const { waivers, findings } = await readWaivers(await temporaryProject({ 'eventwright.waivers.yaml': written }));
    expect(findings).toEqual([]);
    expect(waivers).toMatchObject([{ ruleId: 'CHANNEL_REMOVED', owner: 'web-team' }]);
  });

  it('passes when the field has the default that the help asks for', async () => {
    await change(root, secondVersion(orderId, amount, currency, { name: 'channel', type: 'string', default: 'web' }));
    expect(await compat('text')).toMatchObject({ exitCode: 0 });
  });
});

describe('a comparison that was made before', () => {
  const progressOf = async (): Promise<string> => (await command(root, 'compat', '--against', 'git:main')).stderr;

  beforeAll(async () => {
    await pullRequest();
    // Code is not looked at where no field changes: what was found is of the contracts alone.
    await change(root, {
      'asyncapi/billing.yaml':
        shop['asyncapi/billing.yaml']?.replace('receiveOrders: { action: receive', 'x: { action: send') ?? '',
    });
  });

  it('is not made again, and says the same', async () => {
    expect(await progressOf()).toContain('comparing with main');
    const first = await compat('text');
    expect(await progressOf()).toBe('');
    expect(await compat('text')).toEqual(first);
    expect(first.stdout).toContain('OPERATION_REMOVED');
  });

  it('is made again after a change of the contracts, the settings, the waivers or the base', async () => {
    const settings = '{ "contracts": "asyncapi", "rules": { "OPERATION_REMOVED": "info" } }\n';
    for (const files of [
      { 'asyncapi/order-placed.v1.avsc': schema(currency, amount, orderId) },
      { 'eventwright.config.json': settings },
      { 'eventwright.waivers.yaml': '# none\n' },
    ]) {
      await change(root, files);
      expect(await progressOf()).toContain('comparing with main');
      expect(await progressOf()).toBe('');
    }
    await commitAll(root);
    await git(root, 'branch', '--force', 'main', 'HEAD');
    expect(await progressOf()).toContain('comparing with main');
    expect((await compat('text')).stdout).toContain('nothing breaks');
  });
});

describe('what cannot be compared', () => {
  it('is refused before anything is compared where the contracts are broken', async () => {
    root = await temporaryRepository(shop);
    await change(root, { 'asyncapi/order-placed.v1.avsc': '{ "type": "recrod" }' });
    expect(await compat('text')).toMatchObject({ exitCode: 3 });
  });

  it('is an error of the environment where the base cannot be had', async () => {
    root = await temporaryRepository(shop);
    const { exitCode, stderr } = await command(root, 'compat', '--against', 'git:mian');
    expect(exitCode).toBe(4);
    expect(stderr).toContain("Did you mean 'main'?");
    const { exitCode: registry } = await command(root, 'compat', '--against', 'registry:http://127.0.0.1:9');
    expect(registry).toBe(4);
  });

  it('is refused where the waivers make no sense, since nobody knows what they let through', async () => {
    root = await temporaryRepository({ ...shop, 'eventwright.waivers.yaml': 'waivers: 3\n' });
    const refused = await compat('text');
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toContain('WAIVER_INVALID');
  });
});
