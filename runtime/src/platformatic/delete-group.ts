import { Admin } from '@platformatic/kafka';
import { type ClientSettings, clientOptions } from './client-options.ts';
import { closeClient } from './cluster.ts';

/** Deletes a group that has no members, with its positions. */
export async function deleteGroup(settings: ClientSettings, group: string): Promise<void> {
  const admin = new Admin(clientOptions(settings));
  await admin.deleteGroups({ groups: [group] }).finally(() => closeClient(admin));
}
