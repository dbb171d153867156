import { rm } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { temporaryProject } from '../temporary-project.ts';
import { shopContracts } from './contract-files.ts';
import { fuzz, fuzzSettings } from './fuzz-settings.ts';
import { hostileContracts } from './hostile-contracts.ts';
import { configurationMutations, runConfiguration } from './mutated-configuration.ts';
import { mutatedEstate, textsOf } from './mutation.ts';
import { print, runCase } from './run-case.ts';

// Some hundred times the work of one command.
vi.setConfig({ testTimeout: 120_000 });

describe('the contracts of the shop', () => {
  it('are without a finding as they are', async () => {
    const { findings, drafts } = await runCase(shopContracts, { asksParser: true, repeats: true });
    expect(findings).toEqual([]);
    expect(print(drafts).length).toBeGreaterThan(50);
  });

  it('give, mutated, findings in their files, or files in the output folder, and the same again', async () => {
    let runs = 0;
    const property = fc.asyncProperty(mutatedEstate, async (mutated) => {
      runs += 1;
      print((await runCase(textsOf(mutated), { repeats: runs % 5 === 0, asksParser: runs % 50 === 0 })).drafts);
    });
    await fuzz('mutated contracts', property, fuzzSettings(300));
  });

  it('may hold anything wherever people write what they like', async () => {
    for (const [name, texts] of hostileContracts) {
      const { drafts } = await runCase(texts).catch((error: unknown) => expect.fail(`${name}: ${error}`));
      print(drafts);
    }
  });
});

describe('the configuration of the shop', () => {
  it('is, mutated, usable within its project, or refused at places inside of it', async () => {
    const root = await temporaryProject({});
    const property = fc.asyncProperty(configurationMutations, (list) => runConfiguration(root, list));
    await fuzz('mutated configuration', property, fuzzSettings(300));
    await rm(root, { recursive: true });
  });
});
