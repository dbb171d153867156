import { readFile, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from '../core/client.ts';
import { openAppendFile } from './append-file.ts';
import { FRAME_HEADER_BYTES, frame, frameEnd } from './frame.ts';
import { createGroupCommit } from './group-commit.ts';
import { logCorrupt } from './log-corrupt.ts';
import { syncFolder } from './sync-folder.ts';

/** A map in memory, kept in a file as the list of its changes: a frame each, with `[key, value]` as JSON. */
export interface DurableMap<Value> {
  get(key: string): Value | undefined;
  entries(): IterableIterator<[string, Value]>;
  /** Visible at once, stored when it resolves. */
  set(key: string, value: Value): Promise<void>;
  close(): Promise<void>;
}

export interface DurableMapOptions<Value> {
  readonly path: string;
  /** Reads a value from its JSON; undefined where it is none. */
  parse(json: unknown): Value | undefined;
  /** Whether each change is synced to the disk. */
  readonly durable: boolean;
  readonly log: Logger | undefined;
  /** The file is written anew when it has grown to this size and to four times what the map needs. */
  readonly compactAt?: number;
}

const DEFAULT_COMPACT_AT = 1 << 20;

/** Rejects with `LOG_CORRUPT` where the file is damaged; a last change that was not completely written is dropped. */
export async function openDurableMap<Value>(options: DurableMapOptions<Value>): Promise<DurableMap<Value>> {
  const { path, durable, log, compactAt = DEFAULT_COMPACT_AT } = options;
  const { values, size } = replay(await readIfPresent(path), options);
  let file = await openAppendFile(path, { size, durable });
  await syncFolder(dirname(path));
  const changes = createGroupCommit<string>(append);
  let compactNext = compactAt;

  async function append(keys: readonly string[]): Promise<void> {
    await file.append(encode(new Set(keys)));
    if (file.size >= compactNext) {
      await compact().catch((error: Error) => log?.warn({ err: error, path }, 'Could not write the file anew'));
      compactNext = Math.max(compactAt, 4 * file.size);
    }
  }

  function encode(keys: Iterable<string>): Buffer {
    return Buffer.concat([...keys].map((key) => frame(Buffer.from(JSON.stringify([key, values.get(key)])))));
  }

  /** Writes all of the map to a new file, which then takes the old one's place. */
  async function compact(): Promise<void> {
    const written = await openAppendFile(`${path}.new`, { size: 0, durable });
    try {
      await written.append(encode(values.keys()));
      await written.sync();
      await rename(written.path, path);
    } catch (error) {
      await written.close();
      await unlink(written.path);
      throw error;
    }
    const replaced = file;
    file = written;
    await replaced.close();
    await syncFolder(dirname(path));
  }

  return {
    get: (key) => values.get(key),
    entries: () => values.entries(),
    set(key, value) {
      values.set(key, value);
      return changes.add(key);
    },
    async close() {
      await changes.settled();
      await file.sync().finally(() => file.close());
    },
  };
}

async function readIfPresent(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return Buffer.of();
    }
    throw error;
  }
}

interface Replayed<Value> {
  readonly values: Map<string, Value>;
  /** Bytes of the changes that are whole. */
  readonly size: number;
}

function replay<Value>(file: Buffer, { path, parse, log }: DurableMapOptions<Value>): Replayed<Value> {
  const values = new Map<string, Value>();
  let size = 0;
  while (size < file.length) {
    const end = frameEnd(file, size);
    if (end === 'incomplete' || (end === 'damaged' && isZero(file.subarray(size)))) {
      log?.warn({ path, size }, 'Cut off a change that was not completely written');
      break;
    }
    const change = end === 'damaged' ? undefined : parseChange(file.subarray(size + FRAME_HEADER_BYTES, end), parse);
    if (end === 'damaged' || change === undefined) {
      throw logCorrupt(path, `the change at byte ${size} is damaged`);
    }
    values.set(...change);
    size = end;
  }
  return { values, size };
}

/** A file system may give a file its new size and lose what was to be written there. */
function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

function parseChange<Value>(
  body: Buffer,
  parse: (json: unknown) => Value | undefined,
): readonly [key: string, value: Value] | undefined {
  const [key, value] = parseArray(body.toString());
  const parsed = parse(value);
  return typeof key === 'string' && parsed !== undefined ? [key, parsed] : undefined;
}

function parseArray(text: string): readonly unknown[] {
  try {
    const json: unknown = JSON.parse(text);
    return Array.isArray(json) ? json : [];
  } catch {
    return [];
  }
}
