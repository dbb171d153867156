import { configDefaults, type ViteUserConfig } from 'vitest/config';

const reports = process.env['VITEST_REPORTS'];

/** The real half: Apache Kafka and PostgreSQL, given by KAFKA_BROKERS and POSTGRES_URL or started for the run. */
const config: ViteUserConfig = {
  test: {
    include: ['{avro,runtime,registry,site,generator,generated,services,e2e,bench,scripts}/**/*.real.test.ts'],
    exclude: [...configDefaults.exclude, '**/fixtures/**'],
    globalSetup: ['scripts/temporary-folder-of-tests.ts', 'scripts/real-engines.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A broker may take longer than usual on a machine that is not ours alone; the report says which test was tried twice.
    retry: process.env['CI'] ? 1 : 0,
    // The files share one broker, and some of them wait for sessions of a few seconds to run out.
    fileParallelism: false,
    reporters: reports ? ['default', ['json', { outputFile: `${reports}/real.json` }]] : ['default'],
  },
};

export default config;
