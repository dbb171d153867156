import { describe, expect, it } from 'vitest';
import { dropBody } from './drop-body.ts';

const chunk = new Uint8Array(16_384);

describe('dropBody', () => {
  it('reads a small body to its end, so that its connection can be used again', async () => {
    let ended = false;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => {
        if (ended) return controller.close();
        controller.enqueue(chunk);
        ended = true;
      },
      cancel: () => expect.fail('it was given up'),
    });
    await dropBody({ body });
    expect(ended).toBe(true);
  });

  it('reads no more than 64 KB of a large one, and lets it go', async () => {
    let bytes = 0;
    let cancelled = false;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => {
        bytes += chunk.length;
        if (bytes > 10_000_000) controller.close();
        else controller.enqueue(chunk);
      },
      cancel: () => {
        cancelled = true;
      },
    });
    await dropBody({ body });
    expect(bytes).toBeLessThan(200_000);
    expect(cancelled).toBe(true);
  });

  it('waits for none that hangs, and minds none that breaks off', async () => {
    await dropBody({ body: new ReadableStream({ pull: () => new Promise(() => undefined) }) });
    await dropBody({ body: new ReadableStream({ pull: () => Promise.reject(new Error('cut off')) }) });
    await dropBody({ body: null });
  });
});
