import { withAdmin } from './admin.ts';
import { createConnections } from './connections.ts';
import { type ClientSettings, createKafkaClient } from './kafka-client.ts';

/** Deletes a group that has no members, with its positions. */
export async function deleteGroup(settings: ClientSettings, group: string): Promise<void> {
  const connections = createConnections();
  const client = createKafkaClient({ ...settings, connections });
  const deleting = withAdmin(client, `group '${group}' could not be deleted`, (admin) => admin.deleteGroups([group]));
  await deleting.finally(connections.end);
}
