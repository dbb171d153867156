import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../core/client.ts';
import { type Closable, closeAll } from './close-all.ts';
import { type GroupOffsets, openGroupOffsets } from './group-offsets.ts';
import { logCorrupt } from './log-corrupt.ts';
import { type FilePartitionLog, openPartitionLog } from './partition-log.ts';
import { createSerial } from './serial.ts';
import type { LogStorage, LogTopic } from './storage.ts';
import { ensureFolder } from './sync-folder.ts';
import { nextFreeSlot, openTopicCatalog, type TopicCatalog, type TopicEntry } from './topic-catalog.ts';
import { type TopicSettings, topicSettings } from './topic-settings.ts';
import { openWatermarks, type Watermarks } from './watermarks.ts';

export interface FileStorage extends LogStorage {
  /** Removes what retention no longer covers at the time `now`. */
  applyRetention(now: number): Promise<void>;
}

export interface FileStorageOptions {
  /** A folder that exists and that this process alone uses. */
  readonly directory: string;
  /** Whether appends and commits resolve only once they are synced to the disk. */
  readonly durable: boolean;
  /** For topics whose configuration does not say. */
  readonly defaults: Omit<TopicSettings, 'maxRecordBytes'>;
  readonly log: Logger | undefined;
}

interface FileTopic extends LogTopic {
  readonly partitions: readonly FilePartitionLog[];
}

interface Files {
  readonly catalog: TopicCatalog;
  readonly watermarks: Watermarks;
  readonly offsets: GroupOffsets;
}

/** Opens everything that the folder holds, having checked all of it. */
export async function openFileStorage(options: FileStorageOptions): Promise<FileStorage> {
  const opened: Closable[] = [];
  try {
    const files = await openFiles(options, opened);
    const topics = new Map<string, FileTopic>();
    for (const [name, entry] of files.catalog.entries()) {
      topics.set(name, await openTopic(name, { entry, files, options, opened }));
    }
    await refuseStrangers(options.directory, topics);
    for (const log of partitionsOf(topics)) {
      await files.offsets.returnToEnd(log);
    }
    return createFileStorage({ topics, files, options, opened });
  } catch (error) {
    await closeAll(opened).catch(() => undefined);
    throw error;
  }
}

interface Opened {
  readonly topics: Map<string, FileTopic>;
  readonly files: Files;
  readonly options: FileStorageOptions;
  /** Everything to be closed, in the order in which it was opened. */
  readonly opened: Closable[];
}

function createFileStorage({ topics, files, options, opened }: Opened): FileStorage {
  const serially = createSerial();
  return {
    topic: (name) => topics.get(name),
    createTopic: ({ topic, partitions, config }) =>
      serially(async () => {
        if (topics.has(topic)) {
          return false;
        }
        topicSettings({ topic, config }, options.defaults);
        const known = files.catalog.get(topic);
        const entry = known ?? { partitions, config, firstSlot: nextFreeSlot(files.catalog) };
        await files.catalog.set(topic, entry);
        topics.set(topic, await openTopic(topic, { entry, files, options, opened }));
        return true;
      }),
    offsets: files.offsets,
    async applyRetention(now) {
      await Promise.all([...partitionsOf(topics)].map((log) => log.applyRetention(now)));
    },
    close: () => closeAll(opened),
  };
}

async function openFiles({ directory, durable, log }: FileStorageOptions, opened: Closable[]): Promise<Files> {
  const catalog = await openTopicCatalog(join(directory, 'topics.journal'), log);
  opened.push(catalog);
  const watermarks = await openWatermarks(join(directory, 'watermarks'));
  opened.push(watermarks);
  const offsets = await openGroupOffsets({ path: join(directory, 'offsets.journal'), durable, log });
  opened.push(offsets);
  return { catalog, watermarks, offsets };
}

async function openTopic(
  name: string,
  { entry, files, options, opened }: Omit<Opened, 'topics'> & { readonly entry: TopicEntry },
): Promise<FileTopic> {
  const { directory, durable, defaults, log } = options;
  const settings = topicSettings({ topic: name, config: entry.config }, defaults);
  const folder = join(directory, 'topics', folderOf(name));
  await ensureFolder(folder);
  const partitions: FilePartitionLog[] = [];
  try {
    for (let partition = 0; partition < entry.partitions; partition++) {
      const place = { topic: name, partition, folder: join(folder, `${partition}`), slot: entry.firstSlot + partition };
      partitions.push(await openPartitionLog({ ...place, settings, durable, log, watermarks: files.watermarks }));
    }
  } catch (error) {
    await closeAll(partitions).catch(() => undefined);
    throw error;
  }
  opened.push(...partitions);
  return { name, maxRecordBytes: settings.maxRecordBytes, partitions };
}

/**
 * A topic is entered in the journal before its folder is created, so a folder that the journal does not know means
 * that the journal has lost something.
 */
async function refuseStrangers(directory: string, topics: ReadonlyMap<string, FileTopic>): Promise<void> {
  const folder = join(directory, 'topics');
  await ensureFolder(folder);
  const known = new Set([...topics.keys()].map(folderOf));
  const stranger = (await readdir(folder)).find((name) => !known.has(name));
  if (stranger !== undefined) {
    throw logCorrupt(
      join(folder, stranger),
      'topics.journal does not know this topic',
      'Restore topics.journal from a copy, or move the folder away to go on without the topic.',
    );
  }
}

/** A topic's folder. Names that differ in case only have folders that differ in more, for the disks that need it. */
function folderOf(topic: string): string {
  return topic.replace(/[A-Z]/g, (letter) => `%${letter.toLowerCase()}`);
}

function* partitionsOf(topics: ReadonlyMap<string, FileTopic>): Iterable<FilePartitionLog> {
  for (const { partitions } of topics.values()) {
    yield* partitions;
  }
}
