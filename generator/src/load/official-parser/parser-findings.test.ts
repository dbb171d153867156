import { describe, expect, it, vi } from 'vitest';
import { temporaryProject } from '../../../test/temporary-project.ts';
import type { Finding } from '../../model/finding.ts';
import { readContracts } from '../../read-contracts.ts';
import { noFindingsCache } from '../../write/findings-cache.ts';
import { brokenDocuments, soundDocument, soundSchema } from './broken-documents.fixture.ts';

// The first of them loads the official parser, which takes long where many tests run side by side.
vi.setConfig({ testTimeout: 30_000 });

const document = 'asyncapi/orders.yaml';

async function findingsIn(files: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  const root = await temporaryProject({ 'asyncapi/order-placed.v1.avsc': soundSchema, ...files });
  const contracts = await readContracts({ root, contracts: 'asyncapi' }, noFindingsCache);
  return contracts.allFindings();
}

/** The word at the place of a finding. */
function wordAt(files: Readonly<Record<string, string>>, { position }: Finding): string | undefined {
  const line = files[position.file]?.split('\n')[position.line - 1];
  return line === undefined ? undefined : /^[^\s,}\]]*/.exec(line.slice(position.column - 1))?.[0];
}

/** How JSON Schema and its validators speak, and nobody who writes contracts. */
const jargon = /#\/(properties|definitions)|additionalProperties|oneOf|anyOf|allOf|\bschema in\b|must have required|\n/;

describe('what the official parser says', () => {
  it('is nothing of a sound document', async () => {
    expect(await findingsIn({ [document]: soundDocument })).toEqual([]);
  });

  it.each(brokenDocuments)('is said at its place, once and in plain words: $name', async ({ edit, findings }) => {
    const [sound, broken] = edit;
    expect(soundDocument).toContain(sound);
    const files = { [document]: soundDocument.replace(sound, broken) };
    const found = await findingsIn(files);
    expect(found.map((finding) => [wordAt(files, finding), finding.message])).toEqual(findings);
    for (const { message, help } of found) {
      expect(message).not.toMatch(jargon);
      expect(help).not.toMatch(jargon);
    }
  });

  it.each([
    ['  title: Orders', '  titel: Orders', "Did you mean 'title'?"],
    ['    address: shop.orders', '    adress: shop.orders', "Did you mean 'address'?"],
    ['    action: send', '    action: send\n    chanel: x', "Did you mean 'channel'?"],
    ['key: { type: string }', 'key: { type: string }, keys: x', "Did you mean 'key'?"],
    ['{ host: broker,', '{ hots: broker,', "Did you mean 'host'?"],
    ['components:\n', 'components:\n  schemas: { A: { type: sting } }\n', "Did you mean 'string'?"],
    ['protocol: kafka }', 'protocol: kafka, security: [{ type: scramSha265 }] }', "Did you mean 'scramSha256'?"],
  ])('suggests a name that may stand there: %j', async (sound, broken, help) => {
    const found = await findingsIn({ [document]: soundDocument.replace(sound, broken) });
    expect(found.map((finding) => finding.help)).toContain(help);
  });

  it('is shown in the file that a reference leads to, once for all that refer to it', async () => {
    const shared = 'address: shop.orders\nadress: x\n';
    const orders = soundDocument
      .replace(/ {2}orders:\n[\s\S]*?operations/, '  orders: { $ref: ./channels/orders.yaml }\noperations')
      .replace(/ {4}messages: \[.*\n/, '');
    const files = { [document]: orders, 'asyncapi/billing.yaml': orders, 'asyncapi/channels/orders.yaml': shared };
    const found = await findingsIn(files);
    expect(found.map((finding) => [finding.position.file, wordAt(files, finding)])).toEqual([
      ['asyncapi/channels/orders.yaml', 'adress:'],
    ]);
  });

  it('has its place in documents in JSON too', async () => {
    const text =
      '{\n  "asyncapi": "3.1.0",\n  "info": { "title": "Orders", "version": "1.0.0",\n    "licence": 1 }\n}\n';
    const [finding] = await findingsIn({ 'asyncapi/orders.json': text });
    expect(finding?.position).toEqual({ file: 'asyncapi/orders.json', line: 4, column: 5 });
  });

  it('is cut short where the parser itself fails', async () => {
    const [finding] = await findingsIn({ [document]: `${soundDocument}x-note: { __proto__: { a: 1 } }\n` });
    if (finding !== undefined) expect(finding.message).not.toMatch(/\n| at /);
  });
});
