import type { Logger } from '../core/client.ts';
import { type DurableMap, openDurableMap } from './durable-map.ts';

/** A topic as it was created. */
export interface TopicEntry {
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
  /** Slot of partition 0 in the watermarks; the others follow it. */
  readonly firstSlot: number;
}

export type TopicCatalog = DurableMap<TopicEntry>;

export function openTopicCatalog(path: string, log: Logger | undefined): Promise<TopicCatalog> {
  return openDurableMap({ path, parse: parseTopicEntry, durable: true, log });
}

/** The first slot that no topic uses. */
export function nextFreeSlot(catalog: TopicCatalog): number {
  return Math.max(0, ...[...catalog.entries()].map(([, { firstSlot, partitions }]) => firstSlot + partitions));
}

function parseTopicEntry(json: unknown): TopicEntry | undefined {
  if (typeof json !== 'object' || json === null || !('partitions' in json && 'config' in json && 'firstSlot' in json)) {
    return undefined;
  }
  const { partitions, config, firstSlot } = json;
  if (typeof partitions !== 'number' || typeof firstSlot !== 'number' || !isConfig(config)) {
    return undefined;
  }
  return { partitions, config, firstSlot };
}

function isConfig(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && Object.values(value).every((v) => typeof v === 'string');
}
