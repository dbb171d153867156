import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readContracts } from '../src/read-contracts.ts';
import { lockName } from '../src/release/lock.ts';
import { lockOf } from '../src/release/lock-of.ts';
import { lockText } from '../src/release/lock-text.ts';
import { noFindingsCache } from '../src/write/findings-cache.ts';
import { temporaryProject } from './temporary-project.ts';

/** A temporary project whose contracts, in the folder `asyncapi`, are released as they are. */
export async function releasedProject(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryProject(files);
  const { model } = await readContracts({ root, contracts: 'asyncapi' }, noFindingsCache);
  await writeFile(join(root, lockName), lockText(lockOf(model)));
  return root;
}
