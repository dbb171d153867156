import { readdirSync, readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { catalogSchema } from '@eventwright/site';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/load/read-config.ts';
import type { ContractModel } from '../../src/model/contract-model.ts';
import { readContracts } from '../../src/read-contracts.ts';
import { noFindingsCache } from '../../src/write/findings-cache.ts';
import { command } from '../command.ts';
import { smallProject, temporaryProject } from '../temporary-project.ts';

const estates = join(import.meta.dirname, '../estates/fixtures');
const folders = readdirSync(estates, { recursive: true, encoding: 'utf8' })
  .filter((path) => basename(path) === 'eventwright.config.json')
  .map(dirname)
  .sort();

const check = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(catalogSchema);

interface Named {
  readonly name: string;
}

/** As far as it is looked at here; the schema says the rest. */
interface Catalogue {
  readonly services: readonly (Named & { readonly operations: readonly { readonly id: string }[] })[];
  readonly topics: readonly { readonly address: string }[];
  readonly events: readonly Named[];
  readonly schemas: readonly (Named & { readonly version: number; readonly text: string })[];
}

/** `catalog.json` of the site of a project, and the model of its contracts. */
async function catalogueOf(root: string): Promise<{ readonly catalogue: Catalogue; readonly model: ContractModel }> {
  const out = await temporaryProject({});
  const { exitCode, stdout } = await command(root, 'docs', 'build', '--no-code', '--no-history', '--out', out);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('pages')]);
  const catalogue: Catalogue = JSON.parse(readFileSync(join(out, 'catalog.json'), 'utf8'));
  expect(JSON.parse(readFileSync(join(out, 'catalog.schema.json'), 'utf8'))).toEqual(catalogSchema);
  const config = await readConfig(root);
  if (config.kind !== 'found') throw new Error('no configuration');
  const { model } = await readContracts(config.config, noFindingsCache);
  return { catalogue, model };
}

async function estate(name: string): Promise<string> {
  const root = await temporaryProject({});
  await cp(join(estates, name), root, { recursive: true });
  return root;
}

const sorted = (texts: readonly string[]): readonly string[] => texts.toSorted();

describe('catalog.json', () => {
  it.each<readonly [name: string, rootOf: () => Promise<string>]>([
    ['the shop', () => Promise.resolve(resolve('.'))],
    ['the smallest project', () => temporaryProject(smallProject)],
    ...folders.map((name) => [name, () => estate(name)] as const),
  ])('is as its schema says, and has all of the contracts: %s', async (_, rootOf) => {
    const { catalogue, model } = await catalogueOf(await rootOf());
    check(catalogue);
    expect(check.errors).toBeNull();
    const { services, topics, events, schemas } = catalogue;
    const ids = ({ name, operations }: { readonly name: string; readonly operations: readonly { id: string }[] }) =>
      `${name}: ${sorted(operations.map(({ id }) => id)).join(', ')}`;
    expect(sorted(services.map(ids))).toEqual(sorted(model.applications.map(ids)));
    expect(sorted(topics.map(({ address }) => address))).toEqual(
      expect.arrayContaining(model.channels.map(({ address }) => address)),
    );
    expect(sorted(events.map(({ name }) => name))).toEqual(sorted(model.messages.map(({ name }) => name)));
    const versions = (all: readonly { readonly name: string; readonly version: number }[]): readonly string[] =>
      sorted(all.map(({ name, version }) => `${name} ${version}`));
    expect(versions(schemas)).toEqual(versions(model.schemas));
    // A reader needs no other file.
    for (const { text } of schemas) expect(() => JSON.parse(text)).not.toThrow();
  });

  it('is refused by its schema where something is missing, of another kind, or not known', async () => {
    const { catalogue } = await catalogueOf(await temporaryProject(smallProject));
    expect(check({ ...catalogue, events: undefined })).toBe(false);
    expect(check({ ...catalogue, format: 2 })).toBe(false);
    expect(check({ ...catalogue, more: true })).toBe(false);
    expect(check({ ...catalogue, topics: [{ ...catalogue.topics[0], partitions: 'six' }] })).toBe(false);
  });
});
