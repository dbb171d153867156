import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Logger } from '../core/client.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { encodeBatch, sealBatch } from './record-codec.ts';
import { recoverSegments } from './recovery.ts';
import { segmentPath } from './segment.ts';
import type { Watermark } from './watermarks.ts';

const LIMIT = { records: 100, bytes: 1 << 20 };

/** Writes segments with these values; each begins at the offset after the last one's. */
async function segmentsOf(...segments: readonly (readonly string[])[]): Promise<string> {
  const folder = await temporaryFolder();
  let offset = 0;
  for (const values of segments) {
    const records = values.map((value) => ({ topic: '', key: null, value: Buffer.from(value), headers: new Map() }));
    const batch = encodeBatch(records, 0);
    sealBatch(batch, offset);
    await writeFile(segmentPath(folder, offset), batch.bytes);
    offset += values.length;
  }
  return folder;
}

interface Recovered {
  readonly values: readonly string[];
  readonly warnings: readonly string[];
}

async function recover(folder: string, watermark?: Watermark): Promise<Recovered> {
  const warnings: string[] = [];
  const log: Logger = {
    info: () => undefined,
    warn: (_, message) => void warnings.push(message),
    error: () => undefined,
  };
  const segments = await recoverSegments({ folder, durable: false, watermark, log });
  const values: string[] = [];
  for (const segment of segments) {
    const records = segment.size === 0 ? [] : await segment.read(segment.baseOffset, LIMIT);
    values.push(...records.map(({ value }) => Buffer.from(value ?? []).toString()));
    await segment.close();
  }
  return { values, warnings };
}

const corrupt = (message: RegExp) => ({ code: 'LOG_CORRUPT', message: expect.stringMatching(message) });

describe('recoverSegments', () => {
  it('opens what was closed properly without a word', async () => {
    const folder = await segmentsOf(['a', 'b'], ['c'], []);
    expect(await recover(folder, { start: 0, end: 3 })).toEqual({ values: ['a', 'b', 'c'], warnings: [] });
  });

  it('begins an empty partition at its start', async () => {
    const folder = await temporaryFolder();
    expect(await recover(folder, { start: 0, end: 0 })).toEqual({ values: [], warnings: [] });
    expect(await readdir(folder)).toEqual(['00000000000000000000.log']);
  });

  it('keeps all that was acknowledged or refuses, wherever the last segment is cut', async () => {
    const folder = await segmentsOf(['first'], ['a', 'b', 'c']);
    const path = segmentPath(folder, 1);
    const whole = await readFile(path);
    for (let length = 0; length < whole.length; length++) {
      await writeFile(path, whole.subarray(0, length));
      const complete = Math.floor((length * 3) / whole.length);
      const expected = ['first', 'a', 'b', 'c'].slice(0, 1 + complete);
      for (let end = 0; end <= 4; end++) {
        const recovery = recover(folder, { start: 0, end });
        if (end > expected.length) {
          await expect(recovery, `cut at ${length}, ${end} acknowledged`).rejects.toMatchObject(corrupt(/LOG_CORRUPT/));
        } else {
          expect((await recovery).values).toEqual(expected);
          await writeFile(path, whole.subarray(0, length));
        }
      }
    }
  });

  it('refuses when any byte of an acknowledged record is another, and names file and byte', async () => {
    const folder = await segmentsOf(['a', 'b'], ['c', 'd']);
    for (const [baseOffset, bound] of [
      [0, 4],
      [2, 4],
    ] as const) {
      const path = segmentPath(folder, baseOffset);
      const whole = await readFile(path);
      for (let at = 0; at < whole.length; at++) {
        const damaged = Buffer.from(whole);
        damaged.writeUInt8(whole.readUInt8(at) ^ 0x80, at);
        await writeFile(path, damaged);
        const record = at < whole.length / 2 ? 0 : whole.length / 2;
        await expect(recover(folder, { start: 0, end: bound }), `byte ${at}`).rejects.toMatchObject(
          corrupt(new RegExp(`${baseOffset}\\.log: at byte ${record}, the record of offset \\d`)),
        );
      }
      await writeFile(path, whole);
    }
  });

  it('refuses damage in a sealed segment even where nothing is known to be acknowledged', async () => {
    const folder = await segmentsOf(['a', 'b'], ['c']);
    const path = segmentPath(folder, 0);
    await writeFile(path, (await readFile(path)).subarray(0, -1));
    await expect(recover(folder)).rejects.toMatchObject(corrupt(/0\.log: at byte \d+, .*cut short/));
  });

  it('cuts off what was being written, says so, and takes what comes next', async () => {
    const folder = await segmentsOf(['a', 'b']);
    const path = segmentPath(folder, 0);
    const whole = await readFile(path);
    await writeFile(path, Buffer.concat([whole, whole.subarray(0, 20)]));
    const { values, warnings } = await recover(folder, { start: 0, end: 2 });
    expect(values).toEqual(['a', 'b']);
    expect(warnings).toEqual([expect.stringContaining('offset 2')]);
    expect(await readFile(path)).toEqual(whole);
  });

  it('cuts off zeros behind the last record', async () => {
    const folder = await segmentsOf(['a']);
    const path = segmentPath(folder, 0);
    await writeFile(path, Buffer.concat([await readFile(path), Buffer.alloc(64)]));
    expect((await recover(folder, { start: 0, end: 1 })).values).toEqual(['a']);
  });

  it('keeps whole records behind the last one acknowledged', async () => {
    const folder = await segmentsOf(['a', 'b', 'c']);
    expect((await recover(folder, { start: 0, end: 1 })).values).toEqual(['a', 'b', 'c']);
  });

  it('refuses a record that is whole and in the wrong place', async () => {
    const folder = await segmentsOf(['a', 'b']);
    const path = segmentPath(folder, 0);
    const whole = await readFile(path);
    await writeFile(path, Buffer.concat([whole, whole]));
    await expect(recover(folder, { start: 0, end: 3 })).rejects.toMatchObject(corrupt(/other than that of offset 2/));
  });

  it.each([
    ['first', 0, /the one with offset 0 is missing/],
    ['middle', 1, /ends before offset 1, and the next segment begins at 2/],
    ['last', 2, /records up to offset 2 were acknowledged, the segments end before offset 2/],
  ])('refuses a partition whose %s segment is gone', async (_, baseOffset, message) => {
    const folder = await segmentsOf(['a'], ['b'], ['c']);
    await rm(segmentPath(folder, baseOffset));
    await expect(recover(folder, { start: 0, end: 3 })).rejects.toMatchObject(corrupt(message));
  });

  it('refuses a partition whose folder has been emptied', async () => {
    const folder = await temporaryFolder();
    await expect(recover(folder, { start: 0, end: 1 })).rejects.toMatchObject(corrupt(/acknowledged/));
  });

  it('finishes what retention had begun', async () => {
    const folder = await segmentsOf(['a'], ['b'], ['c']);
    expect((await recover(folder, { start: 2, end: 3 })).values).toEqual(['c']);
    expect(await readdir(folder)).toEqual(['00000000000000000002.log']);
  });

  it('takes the segments as they are where nothing is known of the partition', async () => {
    const folder = await segmentsOf(['a'], ['b'], ['c']);
    await rm(segmentPath(folder, 0));
    expect((await recover(folder)).values).toEqual(['b', 'c']);
  });

  it('recovers again from what it has recovered', async () => {
    const folder = await segmentsOf(['a', 'b']);
    const path = segmentPath(folder, 0);
    await writeFile(path, (await readFile(path)).subarray(0, -3));
    const first = await recover(folder, { start: 0, end: 1 });
    const copy = join(await temporaryFolder(), 'copy');
    await cp(folder, copy, { recursive: true });
    expect(await recover(copy, { start: 0, end: 1 })).toEqual({ values: first.values, warnings: [] });
  });
});
