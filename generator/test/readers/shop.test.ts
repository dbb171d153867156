import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readersText } from '../../src/cli/commands/readers/readers-text.ts';
import type { FieldRead } from '../../src/readers/field-read.ts';
import { readersOf } from '../../src/readers/readers-of.ts';
import { command } from '../command.ts';

const repository = join(import.meta.dirname, '../../..');
let reads: readonly FieldRead[];

beforeAll(async () => {
  const { stdout } = await command(repository, 'readers', '--format', 'json');
  const report: { readonly reads: readonly FieldRead[] } = JSON.parse(stdout);
  reads = report.reads;
}, 240_000);

const readersIn = (path: string, services: string): readonly string[] =>
  readersOf(reads, { message: 'OrderPlaced', path })
    .filter(({ isTest, access, service }) => !isTest && access !== 'writes' && service === services)
    .map((read) => `${read.file.replace(/.*\/src\//, '')} ${read.access} ${read.path} (${read.why})`);

describe('the readers of the shop', () => {
  it('of OrderPlaced.totals are who takes the order in, and nothing that only receives later events', () => {
    const [reading, ...others] = [...new Set(readersIn('totals.total', '@shop/orders'))].reverse();
    expect(reading).toBe('domain/order-commands.ts reads totals.total (named, of any OrderTotals)');
    expect(others).toEqual(['app.ts may read everything totals (passed as object, of any OrderTotals)']);
    expect(readersIn('totals', '@shop/orders')).toContain('domain/order-workflow.ts reads totals (destructured)');
    for (const service of ['@shop/notifications', '@shop/payments', '@shop/shipping']) {
      expect(readersIn('totals', service)).toEqual([]);
    }
  });

  it('are shown by the README as they are, but for the numbers of lines', () => {
    const readme = readFileSync(join(repository, 'generator/README.md'), 'utf8');
    const [, field = '', shown = ''] = /\$ npx eventwright readers (\S+)\n(.*?)```/s.exec(readme) ?? [];
    const [message = '', path = ''] = field.split('.');
    const found = readersOf(reads, { message, path });
    const text = readersText({ field, reads: found, problems: [], all: false, isColored: false });
    const withoutNumbers = (one: string): string =>
      one.replaceAll(/:\d+:\d+ +/g, ' ').replace(/\d+ places? in tests/, '');
    expect(withoutNumbers(`${text.join('\n')}\n`)).toBe(withoutNumbers(shown));
  });
});
