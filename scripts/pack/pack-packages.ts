import { join } from 'node:path';
import { run } from '../process/run.ts';
import { stagePackages } from './stage-packages.ts';

/** Builds the packages below `out` and packs each. Resolves with the paths of the tarballs, in the order of `packages`. */
export async function packPackages(out: string): Promise<readonly string[]> {
  const folders = await stagePackages(out);
  const { code, output } = await run('npm', ['pack', '--silent', '--pack-destination', out, ...folders]);
  if (code !== 0) throw new Error(`npm does not pack ${folders.join(', ')}:\n${output}`);
  const names = output.split('\n').filter((line) => line.endsWith('.tgz'));
  return names.map((name) => join(out, name));
}
