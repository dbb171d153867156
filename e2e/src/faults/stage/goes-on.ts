import type { Stage } from './stage.ts';
import { until } from './until.ts';

/** Waits for one more effect of those of a role; rejects where none comes so soon, in milliseconds. */
export async function goesOn({ databases }: Stage, role: 'middle' | 'final', patience: number): Promise<void> {
  const before = await databases.count(role, 'effect');
  await until(async () => (await databases.count(role, 'effect')) > before, { patience, what: `the ${role} goes on` });
}
