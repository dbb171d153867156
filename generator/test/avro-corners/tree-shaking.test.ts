import { build } from 'esbuild';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type CornerProject, cornerProject } from './corner-project.ts';

// Generating loads the official parser, which takes long where many tests run side by side.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let project: CornerProject;

beforeAll(async () => {
  project = await cornerProject();
});

/** The bundle of an entry that stands beside the generated code; the runtime stays outside. */
async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: project.root, loader: 'ts' },
    bundle: true,
    format: 'esm',
    minify: true,
    external: ['@eventwright/runtime'],
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

const schemasIn = (text: string): number => text.match(/fingerprint:/g)?.length ?? 0;

describe('a bundle', () => {
  it('that uses one event carries one event, though it imports from a list of all', async () => {
    const one = await bundle("import { NullValue } from './messages.ts'; console.log(NullValue.value.name);");
    const all = await bundle("export * from './messages.ts';");
    expect(one).toContain('corner.null_value.NullValue');
    // The value and the text of the key.
    expect(schemasIn(one)).toBe(2);
    expect(one.length).toBeLessThan(1000);
    expect(schemasIn(all)).toBe(project.model.messages.length + 1);
    expect(all.length).toBeGreaterThan(20 * one.length);
  });

  it('that uses types alone carries nothing', async () => {
    const text = await bundle("import type { Corners } from './generated/corners.ts'; export const empty = 1;");
    expect(schemasIn(text)).toBe(0);
  });

  it('that uses a client does not carry the list of what to register', async () => {
    const text = await bundle("import { createCorners } from './generated/corners.ts'; console.log(createCorners);");
    expect(text).not.toContain('BACKWARD_TRANSITIVE');
  });
});
