import { Admin, ConfigResourceTypes } from '@platformatic/kafka';
import type { Partition } from '../partitions/fetch-control.ts';
import type { LogEnd } from '../partitions/stall-watch.ts';
import { type ClientSettings, clientOptions } from './client-options.ts';
import { type Cluster, closeClient } from './cluster.ts';
import { readOffsets } from './log-ranges.ts';
import { nameOf } from './partition-name.ts';

/** Asks where the logs of partitions end for readers. */
export function createLogEnds(
  cluster: Cluster,
  settings: ClientSettings,
): (partitions: readonly Partition[]) => Promise<readonly LogEnd[]> {
  const compacted = new Map<string, boolean>();

  async function isCompacted(topic: string): Promise<boolean> {
    const known = compacted.get(topic) ?? (await readIsCompacted(settings, topic));
    compacted.set(topic, known);
    return known;
  }

  return async (partitions) => {
    const ends = await readOffsets(cluster, partitions, 'readable');
    return Promise.all(
      partitions.map(async ({ topic, partition }) => ({
        topic,
        partition,
        end: ends.get(nameOf({ topic, partition })) ?? 0n,
        mayHaveGaps: await isCompacted(topic),
      })),
    );
  };
}

/** Who may not ask has to reckon with it. */
async function readIsCompacted(settings: ClientSettings, topic: string): Promise<boolean> {
  const admin = new Admin(clientOptions(settings));
  const resource = {
    resourceType: ConfigResourceTypes.TOPIC,
    resourceName: topic,
    configurationKeys: ['cleanup.policy'],
  };
  try {
    const [described] = await admin.describeConfigs({ resources: [resource] });
    return described?.configs[0]?.value !== 'delete';
  } catch {
    return true;
  } finally {
    await closeClient(admin);
  }
}
