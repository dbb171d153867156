// `npm run bench`, or `npm run bench -- generate`.
const benches: Readonly<Record<string, () => Promise<unknown>>> = {
  startup: () => import('./startup.ts'),
  generate: () => import('./generate.ts'),
  compat: () => import('./compat.ts'),
  compatibility: () => import('./compatibility.ts'),
  docs: () => import('./docs.ts'),
  registry: () => import('./registry.ts'),
  'kafka-clients': () => import('./kafka-clients.ts'),
  runtime: () => import('./runtime.ts'),
  patterns: () => import('./patterns.ts'),
};

const name = process.argv[2] ?? 'startup';
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  console.error(`There is no benchmark '${name}'. There are ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 2;
} else await bench();
