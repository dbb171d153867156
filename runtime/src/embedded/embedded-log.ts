import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Logger } from '../core/client.ts';
import { type FileStorage, openFileStorage } from './file-storage.ts';
import { lockFolder } from './lock-file.ts';
import { createLogTransport, type LogTransport } from './log-transport.ts';

export interface EmbeddedLogOptions {
  /** The log's folder; created where it is missing. One process at a time can have it open. */
  readonly directory: string;
  /**
   * `batch`: records, topics and commits are on the disk when their promise resolves; what is appended at the same
   * time shares a sync. `none`: they are with the operating system, which a crash of the process does not harm and a
   * loss of power may. Default `batch`.
   */
  readonly fsync?: 'batch' | 'none';
  /** Size of a segment file, for topics without `segment.bytes`. Default 16 MiB, at most 64 MiB. */
  readonly segmentBytes?: number;
  /** Age in milliseconds from which records may be removed, for topics without `retention.ms`. Default: none. */
  readonly retentionMs?: number;
  /** Bytes per partition to keep at least, for topics without `retention.bytes`. Default: all. */
  readonly retentionBytes?: number;
  /** Where it says what it had to repair. Default: nowhere. */
  readonly log?: Logger;
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: () => number;
}

/** How often retention looks for what has expired, in milliseconds. */
const RETENTION_INTERVAL = 60_000;

/**
 * Opens a durable log in a folder of this machine, with consumer groups inside this process.
 *
 * Rejects with `LOG_LOCKED` where another process has it open, and with `LOG_CORRUPT` where records that were
 * acknowledged are missing or damaged.
 */
export async function openEmbeddedLog(options: EmbeddedLogOptions): Promise<LogTransport> {
  const directory = resolve(options.directory);
  await mkdir(directory, { recursive: true });
  const lock = await lockFolder(directory);
  try {
    const storage = await openFileStorage({
      directory,
      durable: options.fsync !== 'none',
      defaults: {
        segmentBytes: options.segmentBytes ?? 16 << 20,
        retentionMs: options.retentionMs ?? Number.POSITIVE_INFINITY,
        retentionBytes: options.retentionBytes ?? Number.POSITIVE_INFINITY,
      },
      log: options.log,
    });
    return await startTransport(storage, options, lock.release);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function startTransport(
  storage: FileStorage,
  { now = Date.now, log }: EmbeddedLogOptions,
  release: () => Promise<void>,
): Promise<LogTransport> {
  const applyRetention = (): Promise<void> =>
    storage
      .applyRetention(now())
      .catch((error: Error) => log?.warn({ err: error }, 'Could not remove expired segments'));
  await applyRetention();
  const timer = setInterval(applyRetention, RETENTION_INTERVAL).unref();
  return createLogTransport({
    now,
    storage: {
      ...storage,
      async close() {
        clearInterval(timer);
        await storage.close().finally(release);
      },
    },
  });
}
