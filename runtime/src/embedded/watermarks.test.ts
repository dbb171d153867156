import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { openWatermarks } from './watermarks.ts';

async function fileWith(marks: readonly (readonly [slot: number, start: number, end: number])[]): Promise<string> {
  const path = join(await temporaryFolder(), 'watermarks');
  const watermarks = await openWatermarks(path);
  for (const [slot, start, end] of marks) {
    await watermarks.write(slot, { start, end });
  }
  await watermarks.close();
  return path;
}

describe('openWatermarks', () => {
  it('finds again what was written last', async () => {
    const path = await fileWith([
      [0, 0, 0],
      [2, 5, 2 ** 40],
      [2, 6, 2 ** 40 + 1],
    ]);
    const watermarks = await openWatermarks(path);
    expect([0, 1, 2, 3].map((slot) => watermarks.read(slot))).toEqual([
      { start: 0, end: 0 },
      undefined,
      { start: 6, end: 2 ** 40 + 1 },
      undefined,
    ]);
    await watermarks.close();
  });

  it('keeps the slots that it does not write', async () => {
    const path = await fileWith([[1, 2, 3]]);
    const watermarks = await openWatermarks(path);
    await watermarks.write(0, { start: 7, end: 8 });
    await watermarks.close();
    const again = await openWatermarks(path);
    expect([again.read(0), again.read(1)]).toEqual([
      { start: 7, end: 8 },
      { start: 2, end: 3 },
    ]);
    await again.close();
  });

  it('knows nothing of a slot that is cut short', async () => {
    const path = await fileWith([[0, 1, 2]]);
    await truncate(path, 15);
    const watermarks = await openWatermarks(path);
    expect(watermarks.read(0)).toBeUndefined();
    await watermarks.close();
  });

  it('refuses a damaged slot and says what to do', async () => {
    const path = await fileWith([[0, 1, 2]]);
    for (let at = 0; at < 16; at++) {
      const bytes = await readFile(path);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
      const damaged = `${path}.${at}`;
      await writeFile(damaged, bytes);
      const watermarks = await openWatermarks(damaged);
      expect(() => watermarks.read(0)).toThrow(/LOG_CORRUPT.*watermarks.*Delete this one file/);
      await watermarks.close();
    }
  });
});
