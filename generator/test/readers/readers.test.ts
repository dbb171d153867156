import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { emitTypeScript } from '../../src/emit/typescript/index.ts';
import { readContracts } from '../../src/read-contracts.ts';
import type { FieldRead } from '../../src/readers/field-read.ts';
import { type FoundReaders, findReaders } from '../../src/readers/find-readers.ts';
import { noFindingsCache } from '../../src/write/findings-cache.ts';

const root = join(import.meta.dirname, 'fixtures/workspace');
let found: FoundReaders;

/** The generated code is not on the disk: it is laid over it. */
beforeAll(async () => {
  const { model } = await readContracts({ root, contracts: 'contracts' }, noFindingsCache);
  const files = emitTypeScript(model, { importExtension: '.ts', testing: false });
  const overlay = new Map(files.map(({ path, text }) => [join(root, 'generated', path), text]));
  found = findReaders({ root, projects: [join(root, 'tsconfig.json')], generated: join(root, 'generated'), overlay });
});

function rowOf({ file, line, column, access, message, part, path, except, applications, ...read }: FieldRead): string {
  const field = [message, ...(part === 'value' ? [] : [`#${part}`]), ...(path === '' ? [] : [path])].join('.');
  const whole = except === undefined ? field : `${field} except ${except.join(', ')}`;
  const who = `${read.service} [${applications.join(', ')}]${read.isTest ? ' test' : ''}`;
  return `${file}:${line}:${column} ${access} ${whole} (${read.why}) ${who}`;
}

describe('every way to use a field', () => {
  it('is found, at its place', async () => {
    await expect(`${found.reads.map(rowOf).join('\n')}\n`).toMatchFileSnapshot('fixtures/expected-reads.txt');
  });

  it('is found without a doubt', () => {
    expect(found.problems).toEqual([]);
  });
});
