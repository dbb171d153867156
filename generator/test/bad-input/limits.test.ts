import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { maxDepth as schemaDepth } from '../../../avro/src/json/json-node.ts';
import { maxNameBytes, maxPathBytes } from '../../src/check/rules/name-invalid.ts';
import { maxNodes } from '../../src/load/parse-source.ts';
import { maxBytes } from '../../src/load/read-text.ts';
import { maxDepth, maxTokens } from '../../src/load/read-yaml.ts';
import { maxChain } from '../../src/load/resolve-references.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const count = (limit: number): string => limit.toLocaleString('en');

describe('the limits in the README', () => {
  it('are those of the code', () => {
    const [, section = ''] = /^## Limits\n(.*?)^## /ms.exec(readme) ?? [];
    const rows = section.split('\n').filter((line) => /^\| [^-i]|^\| `/.test(line));
    expect(rows.map((row) => row.split('|')[2]?.trim())).toEqual([
      `${count(maxBytes)} bytes`,
      count(maxTokens),
      count(maxNodes),
      count(maxDepth),
      count(schemaDepth),
      count(maxChain),
      `${maxNameBytes} bytes, ${maxPathBytes} with folders`,
    ]);
  });
});
