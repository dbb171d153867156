import type { Base } from '../../model/base.ts';
import { baseFromLock } from '../../release/base-from-lock.ts';
import { lockName } from '../../release/lock.ts';
import { CliError } from '../cli-error.ts';
import { exitCode } from '../exit-code.ts';
import type { Project } from '../open-project.ts';
import { readLockFile } from './lock-file.ts';

/** The last release. Throws a `CliError` where nothing was ever released. */
export async function openLockBase({ config, contracts }: Project): Promise<Base> {
  const file = await readLockFile(config.root);
  if (file !== undefined) return baseFromLock(file.lock, contracts.model);
  throw new CliError(exitCode.environment, `There is no ${lockName} in ${config.root}: nothing was released yet.`, {
    help: '`eventwright release` makes it of the contracts as they are. To compare with a branch, say `--against git:main`.',
  });
}
