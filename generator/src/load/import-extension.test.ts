import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryProject } from '../../test/temporary-project.ts';
import { detectImportExtension } from './import-extension.ts';
import { readConfig } from './read-config.ts';

const tsconfig = (compilerOptions: object, more: object = {}): string => JSON.stringify({ compilerOptions, ...more });

async function detected(files: Readonly<Record<string, string>>): Promise<string> {
  return detectImportExtension(join(await temporaryProject(files), 'generated', 'src'));
}

describe('the extension of relative imports', () => {
  it.each([
    [{ module: 'nodenext' }, '.js'],
    [{ module: 'Node16', moduleResolution: 'Node16' }, '.js'],
    [{ module: 'commonjs' }, '.js'],
    [{ module: 'esnext', moduleResolution: 'Bundler' }, ''],
    [{ module: 'preserve' }, ''],
    [{ module: 'nodenext', allowImportingTsExtensions: true }, '.ts'],
    [{ moduleResolution: 'bundler', allowImportingTsExtensions: true }, '.ts'],
    [{ module: 'nodenext', rewriteRelativeImportExtensions: true }, '.ts'],
  ])('with %j is %j', async (options, extension) => {
    expect(await detected({ 'tsconfig.json': tsconfig(options) })).toBe(extension);
  });

  it('is .ts where there is no tsconfig.json, or none that can be read', async () => {
    expect(await detected({})).toBe('.ts');
    expect(await detected({ 'tsconfig.json': '{ "compilerOptions": ' })).toBe('.ts');
  });

  it('follows the nearest tsconfig.json, with comments and commas', async () => {
    const nearest =
      '{ // "module": "preserve"\n "compilerOptions": { /* a */ "module": "nodenext", "paths": { "//": [] }, }, }';
    expect(
      await detected({ 'tsconfig.json': tsconfig({ module: 'preserve' }), 'generated/tsconfig.json': nearest }),
    ).toBe('.js');
  });

  it('follows what is extended, of files and packages, in circles too', async () => {
    const base = tsconfig({ module: 'preserve' });
    expect(await detected({ 'tsconfig.json': tsconfig({}, { extends: './base' }), 'base.json': base })).toBe('');
    const pack = { 'node_modules/strict/tsconfig.json': base, 'node_modules/strict/package.json': '{}' };
    expect(await detected({ 'tsconfig.json': tsconfig({}, { extends: ['strict/tsconfig'] }), ...pack })).toBe('');
    expect(await detected({ 'tsconfig.json': tsconfig({}, { extends: './tsconfig.json' }) })).toBe('.js');
  });

  it('is what the configuration says where it says one', async () => {
    const config = (target: object): string => JSON.stringify({ contracts: 'a', generate: { typescript: target } });
    const files = { 'tsconfig.json': tsconfig({ module: 'nodenext' }) };
    const said = await temporaryProject({
      ...files,
      'eventwright.config.json': config({ out: 'o', importExtension: '' }),
    });
    expect(await readConfig(said)).toMatchObject({ config: { typescript: { importExtension: '' } } });
    const unsaid = await temporaryProject({ ...files, 'eventwright.config.json': config({ out: 'o' }) });
    expect(await readConfig(unsaid)).toMatchObject({ config: { typescript: { importExtension: '.js' } } });
  });
});
