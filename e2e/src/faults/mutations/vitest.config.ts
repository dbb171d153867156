import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ViteUserConfig } from 'vitest/config';
import { mutate } from './mutation.ts';
import { mutations } from './mutations.ts';

/* Runs the test that has to miss the guard of FAULTS_MUTATION, without that guard. */

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const mutation = mutations.find(({ name }) => name === process.env['FAULTS_MUTATION']);
if (mutation === undefined || typeof mutation.shownBy === 'string') {
  throw new TypeError(`FAULTS_MUTATION names no mutation that a test shows: ${process.env['FAULTS_MUTATION']}`);
}
const { pieces, shownBy } = mutation;

const config: ViteUserConfig = {
  root,
  plugins: [
    {
      name: 'mutation',
      enforce: 'pre',
      load(id) {
        const mine = pieces.filter(({ file }) => id === `${root}${file}`);
        return mine.length === 0 ? undefined : mutate(readFileSync(id, 'utf8'), mine);
      },
    },
  ],
  test: {
    include: [shownBy.file],
    globalSetup: shownBy.file.endsWith('.real.test.ts') ? ['scripts/real-engines.ts'] : [],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
};

export default config;
