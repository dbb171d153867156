// The last words of `npm test`.
console.log(
  'This was the embedded half. `npm run test:real` adds Apache Kafka (Java 17 or newer, Maven) and PostgreSQL (its own\n' +
    'binaries), or those at KAFKA_BROKERS and POSTGRES_URL: the same contract suite and behaviour, and an outside client. It also\n' +
    'compiles generated code with TypeScript 5.9, 6 and 7, asks Avro Java about 20,000 random pairs of schemas, and\n' +
    'runs templates of the AsyncAPI Generator over the shop (`npm ci --prefix e2e/templates --ignore-scripts` installs them).\n' +
    '`npm run test:browser` opens the documentation site in a Chromium, that of CHROMIUM or on PATH.',
);
