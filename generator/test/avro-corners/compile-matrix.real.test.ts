import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ImportExtension } from '../../src/print/typescript-draft.ts';
import { type CompileOptions, compile } from './compile.ts';
import { type CornerProject, cornerProject } from './corner-project.ts';

// Compilers written in JavaScript take seconds each.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const compilers = ['typescript', 'typescript-6', 'typescript-5.9'] as const;
const modules = ['node16', 'nodenext', 'bundler'] as const;
const extensions = ['.ts', '.js', ''] as const;

const projects = new Map<ImportExtension, CornerProject>();

beforeAll(async () => {
  for (const extension of extensions) projects.set(extension, await cornerProject(extension));
});

const root = (extension: ImportExtension): string => projects.get(extension)?.root ?? '';

/** Only a bundler finds modules without an extension. */
const rows = compilers.flatMap((compiler) =>
  modules.flatMap((module) =>
    extensions
      .filter((extension) => extension !== '' || module === 'bundler')
      .map((extension) => ({ compiler, module, extension })),
  ),
);

function settings({ compiler, module, extension }: (typeof rows)[number]): CompileOptions {
  return {
    compiler,
    include: ['generated'],
    options: {
      // Nothing in generated code needs more than Node 22 has.
      target: 'es2023',
      module: module === 'bundler' ? 'preserve' : module,
      moduleResolution: module,
      allowImportingTsExtensions: extension === '.ts',
    },
  };
}

describe('generated code', () => {
  it.each(rows)('compiles with $compiler as $module with imports by "$extension"', async (row) => {
    expect(await compile(root(row.extension), settings(row))).toEqual([]);
  });

  it('is refused where imports are not what the module setting asks for', async () => {
    const errors = await compile(root(''), settings({ compiler: 'typescript', module: 'nodenext', extension: '' }));
    expect(new Set(errors.map(({ code }) => code))).toContain('TS2835');
  });

  it('is erasable and asks for no syntax beyond Node 22', async () => {
    const generated = join(root('.ts'), 'generated');
    const files = await readdir(generated, { recursive: true });
    const sources = files.filter((file) => file.endsWith('.ts'));
    expect(sources.length).toBeGreaterThan(100);
    for (const file of sources) {
      const text = await readFile(join(generated, file), 'utf8');
      const { code } = await transform(text, { loader: 'ts', target: 'node22', format: 'esm' });
      const untouched = await transform(text, { loader: 'ts', target: 'esnext', format: 'esm' });
      expect(code).toBe(untouched.code);
    }
  });
});
