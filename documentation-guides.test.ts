import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { codeBlocks, markdownFiles } from './documentation.ts';

const programsOf = (guide: string): readonly string[] =>
  codeBlocks(markdownFiles.find(({ file }) => file === `docs/guides/${guide}.md`)?.text ?? '')
    .filter(({ language }) => language === 'ts')
    .map(({ code }) => code);

/** What a program writes, in a project that has the packages. Rejects where it fails. */
async function run(program: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-guide-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(join(folder, 'program.ts'), program);
  await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
  return (await promisify(execFile)(process.execPath, ['program.ts'], { cwd: folder, timeout: 200_000 })).stdout;
}

describe('the guides', () => {
  it.each([
    ['testing-with-faults', 0, /^14 runs, \d+ crashes: every parcel once\n$/],
    ['testing-with-faults', 1, /parked until 2026-01-01T00:00:05.000Z/],
    ['request-reply', 0, /^true\nItemAnswered ok shop\.warehouse\.ItemUnknown\ntrue 0\n$/],
    ['functions', 0, /^order o-1: 2 parcels, 900 g\n$/],
    [
      'feeds',
      0,
      /^shop\.shipping\.ParcelShipped\.v1 Nordpost orderId,parcelId,trackingNumber,carrier,shippedAt,estimatedDelivery\ntrue\n$/,
    ],
    ['webhooks', 0, /^shop\.shipping\.ParcelShipped\.v1 true\n$/],
    ['taps', 0, /^1 copied, 1 not\n4 parcels in 2 orders\n$/],
    ['workflows', 0, /^refused after 4 inputs\n$/],
    ['workflows', 1, /^the timer delivered the parcel\n$/],
    ['workflows', 2, /^undo pay\nundone\nstateDiagram-v2\n/],
  ])('have programs that run: %s, %i', { timeout: 240_000 }, async (guide, index, output) => {
    expect(await run(programsOf(guide)[index] ?? '')).toMatch(output);
  });
});
