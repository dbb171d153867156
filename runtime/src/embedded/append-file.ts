import { type FileHandle, open } from 'node:fs/promises';
import { RuntimeError } from '../core/errors.ts';

/** A file that only grows. One append at a time. */
export interface AppendFile {
  readonly path: string;
  /** Bytes appended and, in a durable file, synced; what lies behind them in the file does not count. */
  readonly size: number;
  /**
   * Appends all bytes or none. Rejects with `TRANSPORT_FAILED`; once a sync has failed the file takes nothing more,
   * since the operating system may have dropped what it could not write and a second sync would say all is well.
   */
  append(bytes: Uint8Array): Promise<void>;
  /** Fewer bytes than asked for where the file ends. */
  read(position: number, length: number): Promise<Buffer>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface AppendFileOptions {
  /** Bytes to keep of a file that exists; the rest is cut off. */
  readonly size: number;
  /** Whether each append is synced to the disk. */
  readonly durable: boolean;
}

export async function openAppendFile(path: string, options: AppendFileOptions): Promise<AppendFile> {
  const file = await openOrCreate(path);
  let { size } = options;
  let stopped: RuntimeError | undefined;
  if ((await file.stat()).size > size) {
    await file.truncate(size);
    await file.sync();
  }

  async function sync(): Promise<void> {
    try {
      await file.datasync();
    } catch (cause) {
      stopped = diskFailure(path, 'sync it; it takes nothing more until the log is opened again', cause);
      throw stopped;
    }
  }

  return {
    path,
    get size() {
      return size;
    },
    async append(bytes) {
      if (stopped !== undefined) {
        throw stopped;
      }
      try {
        await writeAll(file, bytes, size);
      } catch (cause) {
        const failure = diskFailure(path, 'write to it', cause);
        await file.truncate(size).catch(() => {
          stopped = failure;
        });
        throw failure;
      }
      if (options.durable) {
        await sync();
      }
      size += bytes.length;
    },
    async read(position, length) {
      const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, size - position)));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
      return buffer.subarray(0, bytesRead);
    },
    sync,
    close: () => file.close(),
  };
}

async function openOrCreate(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch {
    return await open(path, 'wx+');
  }
}

/** The system may write less than it was asked to. */
async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}

/** What the system says of a file or folder, as `TRANSPORT_FAILED`; an error that is one of ours already stays as it is. */
export function diskFailure(path: string, action: string, cause: unknown): RuntimeError {
  if (RuntimeError.is(cause)) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new RuntimeError(
    'TRANSPORT_FAILED',
    `${path}: could not ${action} (${reason}). Check the disk's space and health; what was being appended may be sent again.`,
    { cause },
  );
}
