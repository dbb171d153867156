import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { maxBytes } from '../../src/load/read-text.ts';
import { smallProject, temporaryProject } from '../temporary-project.ts';

// On a machine that has other work.
vi.setConfig({ testTimeout: 300_000 });

const eventwright = fileURLToPath(new URL('../../bin/eventwright.js', import.meta.url));
/** Of the heap, in megabytes; Node ends a process that needs more. */
const heap = 700;

const contract = smallProject['asyncapi/orders.yaml'] ?? '';
const fill = (text: string, part: string): string =>
  text + part.repeat(Math.floor((maxBytes - text.length) / part.length));
const many = (count: number, make: (index: number) => unknown): readonly unknown[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Files of the largest size that is read, full of what costs most; exit code 3, or 0 where they are sound. */
const rows: readonly (readonly [name: string, exitCode: number, file: string, text: string])[] = [
  ['items', 3, 'asyncapi/orders.yaml', fill(`${contract}x-more: [`, '1,')],
  ['keys', 3, 'asyncapi/orders.yaml', `${contract}x-more:\n${many(300_000, (i) => `  k${i}: 1\n`).join('')}`],
  ['errors', 3, 'asyncapi/orders.yaml', fill(contract, '@\n')],
  ['wrong escapes', 3, 'asyncapi/orders.yaml', fill(`${contract}x-more: "`, '\\q')],
  ['comments', 3, 'asyncapi/orders.yaml', fill(contract, '#\n')],
  [
    'broken references beside many names',
    3,
    'asyncapi/orders.yaml',
    `${contract}x-more:\n${many(30_000, (i) => `  k${i}: { $ref: "#/x-more/none" }\n`).join('')}`,
  ],
  ['a text', 0, 'asyncapi/orders.yaml', fill(`${contract}x-more: `, 'word ')],
  [
    'symbols',
    0,
    'asyncapi/e.avsc',
    JSON.stringify({ type: 'enum', name: 'E', symbols: many(300_000, (i) => `S${i}`) }),
  ],
  [
    'fields of unknown types',
    3,
    'asyncapi/e.avsc',
    JSON.stringify({ type: 'record', name: 'E', fields: many(40_000, (i) => ({ name: `f${i}`, type: `U${i}` })) }),
  ],
];

describe('a file full of what costs most', () => {
  it.each(rows)(`takes less than ${heap} MB: %s`, async (_name, exitCode, file, text) => {
    const root = await temporaryProject({ ...smallProject, [file]: text });
    const argv = [`--max-old-space-size=${heap}`, eventwright, 'generate', '--quiet'];
    const code = await new Promise((resolve) => {
      const child = execFile(process.execPath, argv, { cwd: root, maxBuffer: 1 << 30 });
      child.once('exit', (status, signal) => resolve(signal ?? status));
    });
    expect(code).toBe(exitCode);
    await rm(root, { recursive: true });
  });
});
