import { realpathSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import fc from 'fast-check';
import { readConfig } from '../../src/load/read-config.ts';
import { shopConfiguration } from './contract-files.ts';
import { type Mutation, mutateOne, mutation } from './mutation.ts';

export const configurationMutations: fc.Arbitrary<readonly Mutation[]> = fc.array(mutation, {
  minLength: 1,
  maxLength: 4,
});

/** Reads a mutated configuration from a folder. Throws where it is neither usable nor refused by places inside of it. */
export async function runConfiguration(root: string, list: readonly Mutation[]): Promise<void> {
  const text = list.reduce((before, one) => mutateOne(before, one, shopConfiguration), shopConfiguration);
  await mkdir(root, { recursive: true });
  await writeFile(join(root, 'eventwright.config.json'), text);
  const read = await readConfig(root);
  if (read.kind === 'missing') throw new Error('the configuration was not found');
  if (read.kind === 'invalid') {
    if (read.findings.length === 0) throw new Error('a configuration is refused without a reason');
    const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
    for (const { position } of read.findings) {
      const line = lines[position.line - 1];
      if (line === undefined || position.column < 1 || position.column > line.length + 1) {
        throw new Error(`a place that does not exist: ${position.line}:${position.column}`);
      }
    }
    return;
  }
  const { contracts, typescript } = read.config;
  for (const path of [contracts, typescript?.out ?? '']) {
    const whole = join(realpathSync(root), path);
    if (!`${whole}${sep}`.startsWith(`${realpathSync(root)}${sep}`))
      throw new Error(`'${path}' leads out of the project`);
  }
}
