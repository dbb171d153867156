import { configDefaults, type ViteUserConfig } from 'vitest/config';

/** The embedded half: needs npm and nothing else. */
const config: ViteUserConfig = {
  test: {
    include: ['{avro,runtime,registry,generator,generated,services,e2e,bench,scripts}/**/*.test.ts'],
    exclude: [...configDefaults.exclude, '**/*.real.test.ts', '**/fixtures/**'],
  },
};

export default config;
