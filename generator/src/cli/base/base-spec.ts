import { CliError } from '../cli-error.ts';
import { exitCode } from '../exit-code.ts';

/** What contracts are compared with, as `--against` says it. */
export type BaseSpec =
  | { readonly kind: 'lock' }
  | { readonly kind: 'registry'; readonly url: string }
  | { readonly kind: 'folder'; readonly path: string }
  /** `folder`: where the project stood in the repository then, if not where it stands now. */
  | { readonly kind: 'git'; readonly ref: string; readonly folder: string | undefined };

/** The forms, for help. */
export const baseForms = 'lock, git:<branch, tag or commit>, registry:<address>, or a folder';

/** Reads `lock`, `git:<ref>`, `git:<ref>:<folder>`, `registry:<url>`, or the path of a folder. Throws a `CliError`. */
export function parseBaseSpec(text: string): BaseSpec {
  if (text === 'lock') return { kind: 'lock' };
  const rest = text.slice(text.indexOf(':') + 1);
  if (text.startsWith('registry:')) {
    if (/^https?:\/\//.test(rest)) return { kind: 'registry', url: rest };
    throw wrong(`'${rest}' is no address of a registry`, 'Write it as registry:http://host:port.');
  }
  if (text.startsWith('git:')) return gitSpec(rest);
  if (text === '') throw wrong('There is nothing to compare with', `Say one of: ${baseForms}.`);
  return { kind: 'folder', path: text };
}

/** A name of git never has a colon, and what begins with a minus would be taken for an option. */
function gitSpec(text: string): BaseSpec {
  const [ref = '', ...rest] = text.split(':');
  const folder = rest.length === 0 ? undefined : rest.join(':').replace(/\/+$/, '');
  if (ref === '' || ref.startsWith('-') || /[\p{Cc}\s]|\.\./u.test(ref)) {
    throw wrong(
      `'${ref}' is no branch, tag or commit`,
      'Write it as git:main, git:v1.2.0, or git: and the hash of a commit.',
    );
  }
  if (folder !== undefined && /^\/|(^|\/)\.\.?(\/|$)|[\p{Cc}\\]/u.test(folder)) {
    throw wrong(
      `'${folder}' is no folder of a repository`,
      'Write it from the top of the repository, such as git:main:services/shop.',
    );
  }
  return { kind: 'git', ref, folder };
}

const wrong = (message: string, help: string): CliError => new CliError(exitCode.usage, `${message}.`, { help });
