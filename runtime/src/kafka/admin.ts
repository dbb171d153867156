import type { Admin, Kafka } from 'kafkajs';
import { toRuntimeError } from './kafka-error.ts';

/**
 * Runs an action on an admin connection of its own: such actions are rare, and a connection kept open for them goes
 * stale. `what` says in an error what was tried.
 */
export async function withAdmin<T>(client: Kafka, what: string, action: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = client.admin();
  try {
    await admin.connect();
    return await action(admin);
  } catch (error) {
    throw toRuntimeError(error, what);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
