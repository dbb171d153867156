import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { type DurableMap, type DurableMapOptions, openDurableMap } from './durable-map.ts';

type Options = Partial<DurableMapOptions<number>>;

function openNumbers(path: string, options: Options = {}): Promise<DurableMap<number>> {
  const parse = (json: unknown): number | undefined => (typeof json === 'number' ? json : undefined);
  return openDurableMap({ path, parse, durable: false, log: undefined, ...options });
}

async function contentsOf(path: string, options: Options = {}): Promise<Record<string, number>> {
  const map = await openNumbers(path, options);
  const contents = Object.fromEntries(map.entries());
  await map.close();
  return contents;
}

/** A file with `a` set to 1, 2 and 3, and `b` to 4. */
async function sampleFile(): Promise<string> {
  const path = join(await temporaryFolder(), 'map');
  const map = await openNumbers(path);
  for (const [key, value] of [
    ['a', 1],
    ['a', 2],
    ['a', 3],
    ['b', 4],
  ] as const) {
    await map.set(key, value);
  }
  await map.close();
  return path;
}

describe('openDurableMap', () => {
  it('holds what was set last, now and after it is opened again', async () => {
    const entries = fc.array(fc.tuple(fc.string({ maxLength: 5 }), fc.integer()), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(entries, fc.boolean(), async (changes, durable) => {
        const path = join(await temporaryFolder(), 'map');
        const map = await openNumbers(path, { durable, compactAt: 200 });
        await Promise.all(changes.map(([key, value]) => map.set(key, value)));
        const expected = new Map(changes);
        expect(new Map(map.entries())).toEqual(expected);
        await map.close();
        const again = await openNumbers(path);
        expect(new Map(again.entries())).toEqual(expected);
        await again.close();
      }),
      { numRuns: 25 },
    );
  });

  it('shows a change at once', async () => {
    const map = await openNumbers(join(await temporaryFolder(), 'map'));
    const stored = map.set('a', 1);
    expect(map.get('a')).toBe(1);
    await stored;
    await map.close();
  });

  it('writes a key that changes many times in a tick once', async () => {
    const path = join(await temporaryFolder(), 'map');
    const map = await openNumbers(path);
    await Promise.all(Array.from({ length: 1_000 }, (_, value) => map.set('position', value)));
    await map.close();
    expect((await stat(path)).size).toBeLessThan(100);
    expect(await contentsOf(path)).toEqual({ position: 999 });
  });

  it('does not grow without end', async () => {
    const path = join(await temporaryFolder(), 'map');
    const map = await openNumbers(path, { compactAt: 500 });
    await map.set('constant', 7);
    for (let value = 0; value < 200; value++) {
      await map.set('position', value);
    }
    await map.close();
    expect((await stat(path)).size).toBeLessThan(600);
    expect(await contentsOf(path)).toEqual({ constant: 7, position: 199 });
  });

  it('opens with a whole number of changes wherever the file is cut', async () => {
    const whole = await readFile(await sampleFile());
    const path = join(await temporaryFolder(), 'cut');
    const seen = new Set<string>();
    for (let length = 0; length <= whole.length; length++) {
      await writeFile(path, whole.subarray(0, length));
      seen.add(JSON.stringify(await contentsOf(path)));
    }
    expect([...seen]).toEqual(['{}', '{"a":1}', '{"a":2}', '{"a":3}', '{"a":3,"b":4}']);
  });

  it('goes on after a change that was cut short', async () => {
    const path = await sampleFile();
    await writeFile(path, (await readFile(path)).subarray(0, -1));
    const map = await openNumbers(path);
    await map.set('c', 5);
    await map.close();
    expect(await contentsOf(path)).toEqual({ a: 3, c: 5 });
  });

  it('cuts off zeros that a loss of power has left at the end', async () => {
    const path = await sampleFile();
    await writeFile(path, Buffer.concat([await readFile(path), Buffer.alloc(50)]));
    expect(await contentsOf(path)).toEqual({ a: 3, b: 4 });
  });

  it('refuses a file with any byte changed', async () => {
    const whole = await readFile(await sampleFile());
    const path = join(await temporaryFolder(), 'damaged');
    for (let at = 0; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged.writeUInt8(whole.readUInt8(at) ^ 0x04, at);
      await writeFile(path, damaged);
      await expect(openNumbers(path), `byte ${at}`).rejects.toMatchObject({
        code: 'LOG_CORRUPT',
        message: expect.stringMatching(/damaged: the change at byte \d+/),
      });
    }
  });

  it('refuses a value that is none of its own', async () => {
    const path = await sampleFile();
    await expect(openNumbers(path, { parse: () => undefined })).rejects.toMatchObject({ code: 'LOG_CORRUPT' });
  });
});
