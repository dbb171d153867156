import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readContracts } from '../../read-contracts.ts';
import { emitTypeScript, type TypeScriptOptions } from './index.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

async function emitShop(options: Partial<TypeScriptOptions>): Promise<ReadonlyMap<string, string>> {
  const { model } = await readContracts({ root, contracts: 'asyncapi' }, { read: () => [], write: async () => {} });
  const files = emitTypeScript(model, { importExtension: '.ts', ...options });
  return new Map(files.map(({ path, text }) => [path, text]));
}

describe('testing.ts', () => {
  it('is written where it is asked for', async () => {
    expect((await emitShop({ testing: true })).has('testing.ts')).toBe(true);
    expect((await emitShop({})).has('testing.ts')).toBe(false);
  });

  it('has each message with its topic, its subjects and the groups that receive it', async () => {
    const text = (await emitShop({ testing: true })).get('testing.ts');
    expect(text).toContain('  readonly orderPlaced: ContractMessageOf<typeof orderPlaced>;\n');
    expect(text).toContain(`    stockShort: {
      channel: shopWarehouse,
      message: stockShort,
      valueSubject: 'shop.warehouse-shop.warehouse.StockShort',
      keySubject: 'shop.warehouse-key',
      groups: ['orders', 'storefront'],
    },
`);
  });
});
