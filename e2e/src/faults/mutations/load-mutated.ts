import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { mutate } from './mutation.ts';
import { mutations } from './mutations.ts';

/*
 * Loaded before everything else (`node --import`) in processes of the workload: with FAULTS_MUTATION set, they run
 * without the guard of that name.
 */

const name = process.env['FAULTS_MUTATION'];
const mutation = mutations.find((candidate) => candidate.name === name);
if (mutation === undefined) throw new TypeError(`FAULTS_MUTATION names no mutation: ${name}`);

const root = new URL('../../../../', import.meta.url);
const pieces = Map.groupBy(mutation.pieces, ({ file }) => new URL(file, root).href);

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const mine = pieces.get(url);
    if (mine === undefined) return loaded;
    return { ...loaded, source: mutate(readFileSync(fileURLToPath(url), 'utf8'), mine) };
  },
});
