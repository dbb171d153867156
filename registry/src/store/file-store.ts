import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonValue } from '@eventwright/avro';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { parseRecord, printRecord } from './log-record.ts';
import type { Store } from './store.ts';
import { StoreError } from './store-error.ts';

const fileName = 'registry.jsonl';

/**
 * Opens the store in a folder, which is made where it is missing: an append-only file of checked lines. A line that was
 * being written when the process died is dropped; nothing in it was acknowledged. Rejects with `STORE_LOCKED` while
 * another process has the folder, and with `STORE_CORRUPT`, naming the line, where the file is damaged.
 */
export async function openFileStore(folder: string): Promise<Store> {
  await mkdir(folder, { recursive: true });
  const lock = await lockFolder(folder);
  try {
    const file = join(folder, fileName);
    const handle = await open(file, 'a+');
    try {
      const entries = await recover(handle, file);
      await syncFolder(folder);
      return logStore({ handle, file, entries, lock });
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (error) {
    await lock.release();
    throw error;
  }
}

const lineFeed = 0x0a;

async function recover(handle: FileHandle, file: string): Promise<readonly JsonValue[]> {
  const bytes = await handle.readFile();
  const whole = bytes.lastIndexOf(lineFeed) + 1;
  const entries: JsonValue[] = [];
  let start = 0;
  for (let line = 1; start < whole; line++) {
    const end = bytes.indexOf(lineFeed, start);
    const record = parseRecord(bytes.toString('utf8', start, end));
    if (record === undefined) throw corrupt(file, line, start);
    for (const entry of record) entries.push(entry);
    start = end + 1;
  }
  if (whole < bytes.length) {
    await handle.truncate(whole);
    await handle.sync();
  }
  return entries;
}

function corrupt(file: string, line: number, offset: number): StoreError {
  const cure = 'Restore the file from a copy, or remove the line if you know that what it holds can be lost.';
  return new StoreError('STORE_CORRUPT', `${file}:${line} (byte ${offset}) is not what was written. ${cure}`);
}

/** A new file is only there after a crash once its folder is written. Not every system lets a folder be opened. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

interface OpenLog {
  readonly handle: FileHandle;
  readonly file: string;
  readonly entries: readonly JsonValue[];
  readonly lock: FolderLock;
}

/** Group commit: while one line is being written and synced, what is appended meanwhile gathers for the next. */
function logStore({ handle, file, entries, lock }: OpenLog): Store {
  let batch: JsonValue[] = [];
  /** The write under way or done last; rejected for good once one failed, so that nothing follows a gap. */
  let current: Promise<void> = Promise.resolve();
  /** The write that will take the batch. */
  let scheduled: Promise<void> | undefined;
  let closing: Promise<void> | undefined;

  const writeBatch = async (): Promise<void> => {
    current = scheduled ?? current;
    scheduled = undefined;
    const record = printRecord(batch);
    batch = [];
    await write(handle, file, record);
  };
  const release = async (): Promise<void> => {
    await (scheduled ?? current).catch(() => undefined);
    await handle.close();
    await lock.release();
  };
  return {
    entries,
    append: (added) => {
      if (closing !== undefined) return Promise.reject(closed(file));
      for (const entry of added) batch.push(entry);
      scheduled ??= handled(current.then(writeBatch));
      return scheduled;
    },
    settled: () => (closing === undefined ? (scheduled ?? current) : Promise.reject(closed(file))),
    close: () => {
      closing ??= release();
      return closing;
    },
  };
}

async function write(handle: FileHandle, file: string, record: string): Promise<void> {
  try {
    await handle.appendFile(record);
    await handle.datasync();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const cure = 'Nothing more is kept: mend the disk or its permissions and start the registry again.';
    throw new StoreError('STORE_FAILED', `${file} cannot be written: ${reason}. ${cure}`, { cause: error });
  }
}

function closed(file: string): StoreError {
  return new StoreError('STORE_CLOSED', `${file} was closed: open the store again`);
}

/** A failed write is told to all who wait for it; that nobody may be waiting is no error of its own. */
function handled(promise: Promise<void>): Promise<void> {
  promise.catch(() => undefined);
  return promise;
}
