import { rm } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { temporaryProject } from '../temporary-project.ts';
import { compileCases } from './compile-cases.ts';
import { estates } from './contract-files.ts';
import { fuzz, fuzzSettings } from './fuzz-settings.ts';
import { hostileContracts } from './hostile-contracts.ts';
import { configurationMutations, runConfiguration } from './mutated-configuration.ts';
import { type MutatedEstate, mutatedEstate, textsOf } from './mutation.ts';
import { print, runCase } from './run-case.ts';

// Thousands of times the work of one command, on a machine that has other work.
vi.setConfig({ testTimeout: 3_600_000 });

/** How many mutated contracts are compiled that give other files than before. */
const compiled = 20;

describe('the contracts of the shop, mutated', () => {
  it('never end a command otherwise than by findings or files', async () => {
    let runs = 0;
    const property = fc.asyncProperty(mutatedEstate, async (mutated) => {
      runs += 1;
      print((await runCase(textsOf(mutated), { repeats: runs % 5 === 0, asksParser: runs % 100 === 0 })).drafts);
    });
    await fuzz('mutated contracts, for long', property, fuzzSettings(5_000));
  });

  it('give code that compiles, where they give any', async () => {
    const settings = fuzzSettings(compiled * 100);
    const known = new Set<string>();
    for (const estate of estates) for (const { text } of print((await runCase(estate)).drafts)) known.add(text);
    const cases: MutatedEstate[] = [];
    const files = [];
    for (const mutated of fc.sample(mutatedEstate, { seed: settings.seed, numRuns: settings.runs })) {
      const printed = print((await runCase(textsOf(mutated))).drafts);
      if (printed.every(({ text }) => known.has(text))) continue;
      cases.push(mutated);
      files.push(printed);
      if (files.length === compiled) break;
    }
    const errors = await compileCases(files);
    const wrong = errors.map(({ file, message }) => [file, message, cases[Number.parseInt(file, 10)]]);
    expect(wrong).toEqual([]);
    expect(files).toHaveLength(compiled);
  });

  it('give code that compiles, whatever stands where people write what they like', async () => {
    const cases = await Promise.all(
      hostileContracts.map(async ([name, texts]) => ({ name, files: print((await runCase(texts)).drafts) })),
    );
    const errors = await compileCases(cases.map(({ files }) => files));
    const wrong = errors.map(({ file, message }) => [file, message, cases[Number.parseInt(file, 10)]?.name]);
    expect(wrong).toEqual([]);
    expect(cases.filter(({ files }) => files.length > 0).length).toBeGreaterThan(hostileContracts.length / 2);
  });
});

describe('the configuration of the shop, mutated', () => {
  it('is usable within its project, or refused at places inside of it', async () => {
    const root = await temporaryProject({});
    const property = fc.asyncProperty(configurationMutations, (list) => runConfiguration(root, list));
    await fuzz('mutated configuration, for long', property, fuzzSettings(5_000));
    await rm(root, { recursive: true });
  });
});
