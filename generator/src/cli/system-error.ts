import { BlockedPathError } from '../write/blocked-path-error.ts';
import { CliError } from './cli-error.ts';
import { exitCode } from './exit-code.ts';

/**
 * What the system has refused, as an error with exit code 4 that says where and what to do; anything else as it is. A full
 * disk is no bug of ours.
 */
export function explainSystemError(error: unknown): unknown {
  if (error instanceof BlockedPathError) {
    return new CliError(exitCode.environment, `${error.message}.`, { help: somewhereElse, cause: error });
  }
  if (!isSystemError(error)) return error;
  const { code, syscall } = error;
  const path = 'path' in error && typeof error.path === 'string' ? `'${error.path}'` : syscall;
  const [what, help] = reasons[`${syscall} ${code}`] ??
    reasons[code] ?? [`${syscall} failed (${code})`, 'Look at what the system says of it.'];
  return new CliError(exitCode.environment, `${path}: ${what}.`, { help, cause: error });
}

/** What Node throws where a call of the operating system fails. */
interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
}

const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  'syscall' in error &&
  typeof error.syscall === 'string';

const somewhereElse = 'Remove what is in the way, or write to another folder by --out.';
const noRight: readonly [string, string] = ['no permission', 'Give yourself the right to it.'];
const noRoom: readonly [string, string] = ['the disk is full', 'Make room; what was there is as it was.'];

/** By the codes of errno(3), where one call means something of its own by it behind the name of that. */
const reasons: Readonly<Record<string, readonly [what: string, help: string]>> = {
  EACCES: noRight,
  EPERM: noRight,
  EROFS: ['the disk can only be read', 'Write to another folder by --out.'],
  ENOSPC: noRoom,
  EDQUOT: noRoom,
  // The folder above is there, but is not one that others may add to, as /proc.
  'mkdir ENOENT': ['no folder can be made there', 'Write to another folder.'],
  EEXIST: ['something of another kind is in the way', somewhereElse],
  ENOTDIR: ['a file is in the way of a folder', somewhereElse],
  EISDIR: ['a folder is in the way of a file', somewhereElse],
  ENOTEMPTY: ['the folder is not empty', 'Another process writes to it: run one at a time.'],
  ELOOP: ['symbolic links lead in a circle', 'Replace one of them.'],
  ENAMETOOLONG: ['the name is too long for the disk', 'Choose a shorter one.'],
  EMFILE: ['too many open files', 'Raise the limit of open files (`ulimit -n`).'],
  ENFILE: ['too many open files', 'Close other programs.'],
};
