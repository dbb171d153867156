import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { cp, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { parseSchemaText } from '@eventwright/avro';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { binaryCodec } from '../../../runtime/src/registry/codec/binary-codec.ts';
import { schemaCodec } from '../../../runtime/src/registry/codec/schema-codec.ts';
import { command } from '../command.ts';
import { temporaryProject } from '../temporary-project.ts';

const run = promisify(execFile);
const repository = join(import.meta.dirname, '../../..');
const fixtures = join(import.meta.dirname, 'fixtures');
/** Folders with a configuration; there may be several of them in one repository. */
const estates = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  .filter((path) => basename(path) === 'eventwright.config.json')
  .map(dirname)
  .sort();

let root: string;

/** Copies of the estates, since what is generated goes beside the contracts. */
beforeAll(async () => {
  root = await temporaryProject({ 'package.json': '{ "type": "module" }' });
  await cp(fixtures, root, { recursive: true });
});

afterAll(() => rm(root, { recursive: true }));

/** A value as `encode` takes it, and as reading gives it back; beside them the schema in its generated descriptor. */
type Case = readonly [avro: string, value: unknown, read: unknown];

describe('an estate of another shape', () => {
  it.each(estates)('is validated and generated: %s', async (name) => {
    const { exitCode, stdout } = await command(join(root, name), 'generate', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0, findings: [] });
    expect(exitCode).toBe(0);
  });

  it('compiles under every strict flag, with the code that uses it', async () => {
    const tsconfig = {
      extends: join(repository, 'tsconfig.json'),
      compilerOptions: {
        typeRoots: [join(repository, 'node_modules/@types')],
        paths: { '@eventwright/runtime': [join(repository, 'runtime/src/core/index.ts')] },
      },
      include: ['**/use.ts', '**/generated'],
    };
    await writeFile(join(root, 'tsconfig.json'), JSON.stringify(tsconfig));
    const tsc = join(repository, 'node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', root, '--pretty', 'false']).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  }, 120_000);

  it.each(estates)('reads what it has written: %s', async (name) => {
    const { values }: { values: readonly Case[] } = await import(join(root, name, 'use.ts'));
    for (const [avro, value, read] of values) {
      const codec = schemaCodec(avro);
      const bytes = codec.encode(value, new Uint8Array());
      expect(codec.readerOf(binaryCodec(parseSchemaText(avro)))(bytes)).toEqual(read);
    }
    expect(values.length).toBeGreaterThan(0);
  });
});
