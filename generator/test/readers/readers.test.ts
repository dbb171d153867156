import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { emitTypeScript } from '../../src/emit/typescript/index.ts';
import { readContracts } from '../../src/read-contracts.ts';
import type { FieldRead } from '../../src/readers/field-read.ts';
import { type FoundReaders, findReaders } from '../../src/readers/find-readers.ts';
import { openPrograms } from '../../src/readers/open-program.ts';
import { noFindingsCache } from '../../src/write/findings-cache.ts';

const root = join(import.meta.dirname, 'fixtures/workspace');
const places = { projects: [join(root, 'tsconfig.json')], generated: join(root, 'generated') };
let overlay: ReadonlyMap<string, string>;
let found: FoundReaders;

/** The generated code is not on the disk: it is laid over it. */
beforeAll(async () => {
  const { model } = await readContracts({ root, contracts: 'contracts' }, noFindingsCache);
  const files = emitTypeScript(model, { importExtension: '.ts' });
  overlay = new Map(files.map(({ path, text }) => [join(root, 'generated', path), text]));
  found = findReaders({ root, ...places, overlay });
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

/** Where the compiler complains when the generated code has no such field. */
function complaintsWithout(field: string): readonly string[] {
  const declaration = new RegExp(`^  readonly ${field}\\??: .*;\\n`, 'gm');
  const without = new Map([...overlay].map(([path, text]) => [path, text.replaceAll(declaration, '')]));
  return openPrograms({ ...places, overlay: without }).flatMap((program) =>
    program.sources.flatMap((file) =>
      program.problemsOf(file).map((problem) => `${relative(root, problem.file)}:${problem.line}`),
    ),
  );
}

describe('a place that no longer compiles without a field', () => {
  it.each(['orderId', 'total', 'fee', 'note', 'lines', 'payment', 'remark', 'sku', 'price', 'amount', 'currency'])(
    'is among the users of the field: %s',
    (field) => {
      const users = found.reads.filter(
        ({ access, path, except = [] }) =>
          path.split('.').includes(field) || (access === 'may read everything' && !except.includes(field)),
      );
      const lines = new Set(users.map(({ file, line }) => `${file}:${line}`));
      const complaints = complaintsWithout(field);
      expect(complaints.length).toBeGreaterThan(0);
      expect(complaints.filter((line) => !lines.has(line))).toEqual([]);
    },
  );
});
