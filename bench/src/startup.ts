// Start-up times of the command and of the shop: `npm run bench`.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, measureInTurn } from './measure.ts';
import { printTable } from './table.ts';

const repository = join(import.meta.dirname, '../..');
const eventwright = join(repository, 'generator/bin/eventwright.js');
const project = await mkdtemp(join(tmpdir(), 'eventwright-bench-'));
const clear = (folder: string) => () => rm(join(project, folder), { recursive: true, force: true });

try {
  await cp(join(repository, 'asyncapi'), join(project, 'asyncapi'), { recursive: true });
  await cp(join(repository, 'eventwright.config.json'), join(project, 'eventwright.config.json'));
  console.log('Medians of wall and processor time, largest memory');
  const [node, help] = await measureInTurn([{ arguments: ['-e', ''] }, { arguments: [eventwright, '--help'] }], 9);
  const cold = { arguments: [eventwright, 'generate'], cwd: project };
  const [parser, generated] = await measureInTurn([
    { arguments: [join(repository, 'bench/src/official-parser.ts'), join(project, 'asyncapi')] },
    {
      ...cold,
      prepare: async () => {
        await clear('generated')();
        await clear('.eventwright')();
      },
    },
  ]);
  if (node === undefined || help === undefined || parser === undefined || generated === undefined) {
    throw new RangeError('nothing was measured');
  }
  const shop = {
    arguments: [join(repository, 'services/shop/src/main.ts')],
    cwd: project,
    until: /POST|curl/,
  };
  printTable([
    {
      what: 'eventwright --help',
      ours: help,
      peer: { name: 'node -e ""', measurement: node },
      target: { milliseconds: 150 },
    },
    {
      what: 'eventwright generate, nothing there yet',
      ours: generated,
      peer: { name: 'official parser alone', measurement: parser },
      target: { milliseconds: 2_500 },
    },
    { what: 'eventwright generate, nothing changed', ours: await measure(cold) },
    {
      what: 'shop on the embedded engine, database exists',
      ours: await measure(shop),
      target: { milliseconds: 3_000 },
    },
  ]);
} finally {
  await rm(project, { recursive: true, force: true });
}
