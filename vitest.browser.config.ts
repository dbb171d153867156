import { configDefaults, type ViteUserConfig } from 'vitest/config';

const reports = process.env['VITEST_REPORTS'];

/** The documentation site in a real Chromium, given by CHROMIUM or found on PATH. */
const config: ViteUserConfig = {
  test: {
    include: ['{site,generator}/**/*.browser.test.ts'],
    exclude: [...configDefaults.exclude, '**/fixtures/**'],
    globalSetup: ['scripts/temporary-folder-of-tests.ts', 'site/test/browser/setup.ts'],
    // A page is looked at six times over; two busy cores are the rule in CI, not the exception.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // They share one browser.
    maxWorkers: 2,
    // A browser may take longer than usual on a machine that is not ours alone; the report says which test was tried twice.
    retry: process.env['CI'] ? 1 : 0,
    reporters: reports ? ['default', ['json', { outputFile: `${reports}/browser.json` }]] : ['default'],
  },
};

export default config;
