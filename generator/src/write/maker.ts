import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contentHash } from './content-hash.ts';

/**
 * Stands for the code that generates, so that what another version has left in a cache is not taken for current. Looks at
 * size and time of the files of this package, of the Avro package, and of the official parser.
 */
export function makerOf(): string {
  maker ??= computeMaker();
  return maker;
}

/** The code of a process does not change, whatever happens to its files. */
let maker: string | undefined;

function computeMaker(): string {
  const parser = stamp(createRequire(import.meta.url).resolve('@asyncapi/parser'));
  const avro = dirname(fileURLToPath(import.meta.resolve('@eventwright/avro')));
  return contentHash(JSON.stringify([...stamps(join(import.meta.dirname, '..')), ...stamps(avro), parser]));
}

function stamps(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? stamps(path) : /(?<!\.test)\.[jt]s$/.test(entry.name) ? [stamp(path)] : [];
  });
}

function stamp(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${path} ${size} ${mtimeMs}`;
}
