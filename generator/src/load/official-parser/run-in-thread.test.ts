import { describe, expect, it, vi } from 'vitest';
import { runInThread } from './run-in-thread.ts';

// It loads the official parser, which takes long where many tests run side by side.
vi.setConfig({ testTimeout: 120_000 });

const head = 'asyncapi: 3.1.0\ninfo: { title: Orders, version: 1.0.0 }\n';

/** Each level refers twice to the one below, so that written out there are a billion. */
function explosion(): string {
  const levels = Array.from({ length: 30 }, (_, level) => {
    const below = `{ $ref: '#/components/schemas/L${level}' }`;
    return `    L${level + 1}: { type: object, properties: { a: ${below}, b: ${below} } }\n`;
  });
  return `${head}components:\n  schemas:\n    L0: { type: string }\n${levels.join('')}`;
}

describe('runInThread', () => {
  it('gives up a document that keeps the parser busy, says which, and goes on with the next request', async () => {
    const files = [['a.yaml', head] as const, ['b.yaml', explosion()] as const];
    // The first one compiles what later ones use.
    expect(await runInThread({ applications: ['a.yaml'], files })).toMatchObject({ isWhole: true });
    expect(await runInThread({ applications: ['a.yaml', 'b.yaml'], files }, 4_000)).toEqual({
      isWhole: false,
      diagnostics: [
        {
          code: 'uncaught-error',
          message: 'it did not come to an end within 4 seconds',
          severity: 0,
          path: [],
          file: 'b.yaml',
          line: 1,
          column: 1,
        },
      ],
    });
    expect(await runInThread({ applications: ['a.yaml'], files })).toMatchObject({ isWhole: true });
  });
});
