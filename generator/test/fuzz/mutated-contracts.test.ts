import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shopContracts } from './contract-files.ts';
import { fuzz, fuzzSettings } from './fuzz-settings.ts';
import { mutatedEstate, textsOf } from './mutation.ts';
import { print, runCase } from './run-case.ts';

describe('the contracts of the shop, mutated', () => {
  it('are without a finding before', async () => {
    const { findings, drafts } = await runCase(shopContracts, { asksParser: true });
    expect(findings).toEqual([]);
    expect(print(drafts).length).toBeGreaterThan(50);
  });

  it('give findings in their files, or files in the output folder, and the same again', async () => {
    let runs = 0;
    const property = fc.asyncProperty(mutatedEstate, async (mutated) => {
      runs += 1;
      await runCase(textsOf(mutated), { repeats: runs % 5 === 0 });
    });
    await fuzz('mutated contracts', property, fuzzSettings(120));
  }, 120_000);
});
