// Start-up times of the command and of the shop: `npm run bench`.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure } from './measure.ts';
import { print } from './print.ts';

const repository = join(import.meta.dirname, '../..');
const eventwright = join(repository, 'generator/bin/eventwright.js');
const project = await mkdtemp(join(tmpdir(), 'eventwright-bench-'));
const clear = (folder: string) => () => rm(join(project, folder), { recursive: true, force: true });

try {
  await cp(join(repository, 'asyncapi'), join(project, 'asyncapi'), { recursive: true });
  await cp(join(repository, 'eventwright.config.json'), join(project, 'eventwright.config.json'));
  console.log('Median wall time of 5 runs, largest resident set, target, ratio to a peer of the same run\n');

  const node = await measure({ arguments: ['-e', ''] }, 9);
  print('eventwright --help', await measure({ arguments: [eventwright, '--help'] }, 9), 'target 150 ms', [
    'node -e ""',
    node,
  ]);

  const parser = await measure({
    arguments: [join(repository, 'bench/src/official-parser.ts'), join(project, 'asyncapi')],
  });
  const cold = { arguments: [eventwright, 'generate'], cwd: project };
  print(
    'eventwright generate, nothing there yet',
    await measure({
      ...cold,
      prepare: async () => {
        await clear('generated')();
        await clear('.eventwright')();
      },
    }),
    'target 2,500 ms',
    ['the official parser alone', parser],
  );
  print('eventwright generate, nothing changed', await measure(cold), '');

  print(
    'shop on the embedded engine, database exists',
    await measure({
      arguments: [join(repository, 'services/shop/src/main.ts')],
      cwd: project,
      until: /POST|curl/,
    }),
    'target 3,000 ms',
  );
} finally {
  await rm(project, { recursive: true, force: true });
}
