import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const entry = new URL('../src/index.ts', import.meta.url).href;
const examples = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, example = '']) => example);

it.each(examples)('example %$ of the README prints what its comments say', async (example) => {
  const expected = [...example.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, comment]) => comment);
  const code = example.replace("'@eventwright/avro'", JSON.stringify(entry));
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
  expect(log.mock.calls.map((values) => values.join(' '))).toEqual(expected);
  expect(expected.length).toBeGreaterThan(3);
  log.mockRestore();
});

it('the README has examples of schemas, of compatibility and of changes', () => {
  expect(examples).toHaveLength(3);
});
