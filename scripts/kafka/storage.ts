import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../process/run.ts';
import { EnvironmentError } from '../script-error.ts';
import { type Installation, jvmArguments } from './installation.ts';
import { kafkaVersion } from './kafka-libraries.ts';
import { serverProperties } from './server-properties.ts';

/** Every cluster of this kind has the same one, so a data folder outlives the process that made it. */
const clusterId = 'ZXZlbnR3cmlnaHQta2Fma2';

/**
 * Makes the data folder of a node where it is not there yet. What Kafka's own tool writes depends on nothing but the
 * node's id, so it runs once per id and is copied from then on: a second less for every fresh cluster.
 */
export async function formatStorage(installation: Installation, nodeId: number, dataDirectory: string): Promise<void> {
  if (existsSync(join(dataDirectory, 'meta.properties'))) return;
  const template = join(installation.directory, `storage-${kafkaVersion}-node-${nodeId}`);
  if (!existsSync(template)) await makeTemplate(installation, nodeId, template);
  await mkdir(dataDirectory, { recursive: true });
  await cp(template, dataDirectory, { recursive: true });
}

async function makeTemplate(installation: Installation, nodeId: number, template: string): Promise<void> {
  const scratch = await mkdtemp(join(installation.directory, 'format-'));
  try {
    const dataDirectory = join(scratch, 'data');
    await runStorageTool(installation, { nodeId, scratch, dataDirectory });
    await rename(dataDirectory, template).catch((error: unknown) => {
      // Somebody else was faster.
      if (!existsSync(template)) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

interface Formatting {
  readonly nodeId: number;
  readonly scratch: string;
  readonly dataDirectory: string;
}

async function runStorageTool(
  installation: Installation,
  { nodeId, scratch, dataDirectory }: Formatting,
): Promise<void> {
  const properties = join(scratch, 'server.properties');
  // The ports do not get into the data, they only have to be there.
  const node = { id: nodeId, port: 9092, controllerPort: 9093, dataDirectory };
  await writeFile(properties, serverProperties(node, [node]));
  const tool = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties];
  const { code, output } = await run(installation.java.command, [...jvmArguments(installation), ...tool]);
  if (code !== 0) throw new EnvironmentError(`Kafka's storage tool failed (exit code ${code}):\n${output}`);
}
