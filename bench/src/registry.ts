// The registry with 1,000 subjects: `npm run bench -- registry`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistry, openFileStore } from '@eventwright/registry';
import { measure } from './measure.ts';
import { printTable } from './table.ts';

const subjects = 1_000;
const fieldsOfEach = 15;
const eventwright = join(import.meta.dirname, '../../generator/bin/eventwright.js');
const folder = await mkdtemp(join(tmpdir(), 'eventwright-bench-registry-'));

/** Registers everything, many at once as clients do, and gives the milliseconds. */
async function fill(data: string): Promise<number> {
  const registry = createRegistry({ store: await openFileStore(data) });
  const started = performance.now();
  await Promise.all(
    Array.from({ length: subjects }, async (_, number) => {
      const path = `/subjects/bench.events-${number}-value/versions`;
      const { status } = await registry.handle({ method: 'POST', path, body: { schema: schemaOf(number) } });
      if (status !== 200) throw new Error(`${path} was answered with ${status}`);
    }),
  );
  const milliseconds = performance.now() - started;
  await registry.close();
  return milliseconds;
}

function schemaOf(number: number): string {
  const fields = Array.from({ length: fieldsOfEach }, (_, index) => ({ name: `field${index}`, type: 'string' }));
  return JSON.stringify({ type: 'record', name: `Event${number}`, namespace: 'bench', fields });
}

try {
  console.log(
    `Medians of wall and processor time, largest memory; ${subjects} subjects with ${fieldsOfEach} fields each`,
  );
  const data = join(folder, 'data');
  const filled = await fill(data);
  const serve = { arguments: [eventwright, 'registry', 'serve', '--port', '0'], until: /schema registry on/ };
  const [empty, loaded] = [
    await measure(serve),
    await measure({ ...serve, arguments: [...serve.arguments, '--data', data] }),
  ];
  printTable([
    { what: 'registry serve, empty, until it listens', ours: empty },
    {
      what: `registry serve with ${subjects} subjects on disk`,
      ours: loaded,
      target: { milliseconds: 1_000 },
    },
  ]);
  console.log(`registering them in process, each kept on disk before its answer: ${Math.round(filled)} ms\n`);
} finally {
  await rm(folder, { recursive: true });
}
