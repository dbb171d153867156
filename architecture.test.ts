import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Import, importsOf, refused } from './architecture.ts';
import { architectureRules } from './architecture-rules.ts';

/** Names of `node:fs` that change the disk. */
const diskWrites =
  /^(write|append|mkdir|mkdtemp|rename|rm|unlink|copyFile|cp|truncate|symlink|link|chmod|chown|createWrite|open)/;

/** Tests, and what only tests import: fixtures, contract suites, arbitraries. */
const isTest = (file: string): boolean =>
  /(\.test|\.fixture|\.test-d|-contract|\/arbitrary-[\w-]+)\.ts$/.test(file) ||
  /(^|\/)(testing|test|fixtures|node_modules|dist)\//.test(file);

const sources = globSync('{avro,generator,registry,runtime,site,generated,services}/**/*.ts')
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !isTest(file));

const imports: readonly Import[] = sources.flatMap((file) => importsOf(file, readFileSync(file, 'utf8')));

const show = ({ file, line, target }: Import): string => `${file}:${line} imports ${target}`;

describe('who may import whom', () => {
  it.each(architectureRules)('$reason', ({ of, ...rule }) => {
    expect(sources.some((file) => of.test(file))).toBe(true);
    expect(refused({ of, ...rule }, imports).map(show)).toEqual([]);
  });

  it.each(architectureRules)('a file that goes against it is found: $reason', (rule) => {
    const missed = rule.refuses.filter(({ file, text }) => refused(rule, importsOf(file, text)).length === 0);
    expect(missed).toEqual([]);
  });
});

describe('the generator', () => {
  const generator = sources.filter((file) => file.startsWith('generator/src/'));

  it('changes the disk only in src/write', () => {
    const writes = imports.filter(
      ({ file, target, names }) =>
        file.startsWith('generator/src/') &&
        !file.startsWith('generator/src/write/') &&
        /^node:fs/.test(target) &&
        (names.length === 0 || names.some((name) => diskWrites.test(name))),
    );
    expect(writes.map(show)).toEqual([]);
  });

  it('knows the process only in src/cli', () => {
    const touching = generator.filter((file) => !file.startsWith('generator/src/cli/') && usesProcess(file));
    expect(touching).toEqual([]);
  });
});

/** The id of the process is no more than a unique name for a temporary file. */
const usesProcess = (file: string): boolean =>
  /(?<![.\w])(process\.(?!pid\b)|console\.)/.test(
    readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''),
  );

describe('importsOf', () => {
  it('finds every way to import', () => {
    const text = `import './side-effect.ts';
import a, { b as c, type D } from '../x/b.ts';
import type { E } from 'package/sub';
export {
  F,
} from "./f.ts";
// import { no } from 'comment';
/* import { no } from 'comment'; */
const lazy = () => import('node:fs');
const text = "import { no } from 'string'";
const template = \`
import { no } from 'template';
\`;
`;
    expect(importsOf('p/q/a.ts', text).map(({ line, target, isType, names }) => [line, target, isType, names])).toEqual(
      [
        [1, 'p/q/side-effect.ts', false, []],
        [2, 'p/x/b.ts', false, ['b', 'D']],
        [3, 'package/sub', true, ['E']],
        [6, 'p/q/f.ts', false, ['F']],
        [9, 'node:fs', false, []],
      ],
    );
  });
});
