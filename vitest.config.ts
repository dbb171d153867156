import { configDefaults, type ViteUserConfig } from 'vitest/config';

const reports = process.env['VITEST_REPORTS'];

/** The embedded half: needs npm and nothing else. */
const config: ViteUserConfig = {
  test: {
    include: [
      '*.test.ts',
      '{avro,runtime,registry,site,generator,generated,services,e2e,bench,scripts,ci}/**/*.test.ts',
    ],
    exclude: [...configDefaults.exclude, '**/*.real.test.ts', '**/*.browser.test.ts', '**/fixtures/**'],
    globalSetup: ['scripts/temporary-folder-of-tests.ts'],
    // Two busy cores are the rule in CI, not the exception.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // In CI other programs may take a core for a minute; the report says which test was tried twice.
    retry: process.env['CI'] ? 1 : 0,
    // A folder for reports that a machine reads; CI counts the tests of both halves from them.
    reporters: reports ? ['default', ['json', { outputFile: `${reports}/embedded.json` }]] : ['default'],
  },
};

export default config;
