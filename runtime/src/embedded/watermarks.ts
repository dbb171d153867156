import { open, readFile } from 'node:fs/promises';
import { crc32c } from './crc32c.ts';
import { logCorrupt } from './log-corrupt.ts';

/** What a partition is known to hold: every record from `start` on that comes before `end`. */
export interface Watermark {
  /** Retention has removed what comes before. */
  readonly start: number;
  /** Everything before has been acknowledged to a publisher, so it has to be there. */
  readonly end: number;
}

/**
 * A small file with a slot for each partition: start u48, end u48, CRC-32C of both. It is what tells records that
 * were acknowledged and are gone from records that were never completely written. Written after each group commit
 * and not synced, it can be behind after a loss of power, never ahead.
 */
export interface Watermarks {
  /** Undefined where nothing is known of the partition. */
  read(slot: number): Watermark | undefined;
  write(slot: number, watermark: Watermark): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

const NUMBER_BYTES = 6;
const CHECKED_BYTES = 2 * NUMBER_BYTES;
const SLOT_BYTES = CHECKED_BYTES + 4;

export async function openWatermarks(path: string): Promise<Watermarks> {
  const found = await readFile(path).catch(() => Buffer.of());
  const file = await open(path, found.length === 0 ? 'w+' : 'r+');
  return {
    read(slot) {
      const bytes = found.subarray(slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES);
      return bytes.length < SLOT_BYTES || bytes.every((byte) => byte === 0) ? undefined : decode(bytes, path, slot);
    },
    async write(slot, watermark) {
      await file.write(encode(watermark), 0, SLOT_BYTES, slot * SLOT_BYTES);
    },
    sync: () => file.datasync(),
    close: () => file.close(),
  };
}

function encode({ start, end }: Watermark): Buffer {
  const slot = Buffer.allocUnsafe(SLOT_BYTES);
  slot.writeUIntBE(start, 0, NUMBER_BYTES);
  slot.writeUIntBE(end, NUMBER_BYTES, NUMBER_BYTES);
  slot.writeUInt32BE(crc32c(slot, 0, CHECKED_BYTES), CHECKED_BYTES);
  return slot;
}

function decode(slot: Buffer, path: string, number: number): Watermark {
  if (slot.readUInt32BE(CHECKED_BYTES) !== crc32c(slot, 0, CHECKED_BYTES)) {
    throw logCorrupt(
      path,
      `the 16 bytes at ${number * SLOT_BYTES} have a wrong checksum`,
      'Delete this one file to go on with the records that the segments hold.',
    );
  }
  return { start: slot.readUIntBE(0, NUMBER_BYTES), end: slot.readUIntBE(NUMBER_BYTES, NUMBER_BYTES) };
}
