import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packPackages } from './pack/pack-packages.ts';
import { reportFailure } from './process/report-failure.ts';

const usage = `Builds the packages that are published and packs each into a tarball.

Usage: npm run pack -- [options]

  --out DIR   folder for the tarballs, and for the packages before they are packed (default dist)
  --help      show this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: 'dist' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  for (const tarball of await packPackages(resolve(values.out))) console.log(relative('.', tarball));
}

main().catch(reportFailure);
