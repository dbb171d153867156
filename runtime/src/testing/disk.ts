import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

/** The part of a file handle that tests let fail or wait. */
export interface Disk {
  read(buffer: Uint8Array, at: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
  write(bytes: Uint8Array, from: number, length: number, position: number): Promise<{ readonly bytesWritten: number }>;
  datasync(): Promise<void>;
}

/** What all file handles of `node:fs/promises` inherit from, to be spied on; restored when the test has finished. */
export async function spiedDisk(): Promise<Disk> {
  const handle = await open(join(await temporaryFolder(), 'any'), 'w');
  await handle.close();
  onTestFinished(() => void vi.restoreAllMocks());
  return Object.getPrototypeOf(handle);
}
