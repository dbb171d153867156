import { describe, expect, it } from 'vitest';
import { packages } from './packages.ts';
import { publishedManifest } from './published-manifest.ts';

const manifest = {
  name: 'a',
  version: '1.2.3',
  engines: { node: '>=22.12' },
  scripts: { prepack: 'node b.ts' },
  files: ['dist', 'a.schema.json'],
  exports: { '.': './src/index.ts', './b': './src/b/c.ts', './a.schema.json': './a.schema.json' },
  dependencies: { d: '^1.0.0' },
  devDependencies: { e: '^1.0.0' },
};

describe('publishedManifest', () => {
  it('leads to compiled files with their types, and to other files as they are', () => {
    expect(publishedManifest(manifest).exports).toEqual({
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './b': { types: './dist/b/c.d.ts', default: './dist/b/c.js' },
      './a.schema.json': './a.schema.json',
    });
  });

  it('keeps everything but scripts and development dependencies', () => {
    const { scripts, devDependencies, exports, ...kept } = manifest;
    expect(publishedManifest(manifest)).toEqual({ ...kept, exports: expect.anything() });
  });

  it('adds optional peers', () => {
    expect(publishedManifest(manifest)).not.toHaveProperty('peerDependencies');
    expect(publishedManifest(manifest, { f: '^2.0.0' })).toMatchObject({
      peerDependencies: { f: '^2.0.0' },
      peerDependenciesMeta: { f: { optional: true } },
    });
  });

  it('has types before the default, which would hide them', () => {
    const targets = packages.flatMap(({ manifest }) => Object.values(publishedManifest(manifest).exports));
    const keys = targets.filter((target) => typeof target === 'object').map((target) => Object.keys(target));
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.filter(([first]) => first !== 'types')).toEqual([]);
  });
});
