import { readdir } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { type Disk, spiedDisk } from '../testing/disk.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { createGate } from '../testing/transport/gate.ts';
import { encodeBatch, sealBatch } from './record-codec.ts';
import { openSegment, type Segment, segmentPath } from './segment.ts';
import { emptyContents } from './segment-scan.ts';

const LIMIT = { records: 10, bytes: 1_000 };

async function segmentWithRecord(folder: string): Promise<Segment> {
  const segment = await openSegment({ path: segmentPath(folder, 0), contents: emptyContents(0), durable: false });
  const batch = encodeBatch([{ topic: 'orders', key: null, value: Buffer.from('value'), headers: new Map() }], 5);
  sealBatch(batch, 0);
  await segment.append([batch]);
  return segment;
}

describe('openSegment', () => {
  for (const end of ['remove', 'close'] as const) {
    it(`lets reads under way finish before it comes to its end by ${end}`, async () => {
      const folder = await temporaryFolder();
      const segment = await segmentWithRecord(folder);
      const disk = await spiedDisk();
      const gate = createGate();
      const { read } = disk;
      vi.spyOn(disk, 'read').mockImplementationOnce(async function (this: Disk, ...place) {
        await gate.passed;
        return read.apply(this, place);
      });
      const reading = segment.read(0, LIMIT);
      const ended = segment[end]();
      await vi.waitFor(async () => expect(await readdir(folder)).toHaveLength(end === 'remove' ? 0 : 1));
      gate.open();
      expect(await reading).toHaveLength(1);
      await ended;
    });
  }

  it('counts a record only once it is written', async () => {
    const segment = await segmentWithRecord(await temporaryFolder());
    const before = { nextOffset: segment.nextOffset, size: segment.size, newestTimestamp: segment.newestTimestamp };
    expect(before).toMatchObject({ nextOffset: 1, newestTimestamp: 5 });
    vi.spyOn(await spiedDisk(), 'write').mockRejectedValueOnce(new Error('ENOSPC'));
    const refused = encodeBatch([{ topic: 'orders', key: null, value: null, headers: new Map() }], 9);
    await expect(segment.append([refused])).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' });
    expect(segment).toMatchObject(before);
    await segment.close();
  });
});
