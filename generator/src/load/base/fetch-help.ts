import { type Git, outputOf } from './git.ts';

/**
 * What to run so that the clone has a ref that it lacks, to the letter, since it is mostly read in the log of a CI job.
 * Undefined where there is no remote to fetch from.
 */
export async function fetchHelp(git: Git, ref: string, isShallow: boolean): Promise<string | undefined> {
  const remotes = outputOf(await git(['remote']))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  const remote = remotes.includes('origin') ? 'origin' : remotes[0];
  // What a shell would read as more than a name is not offered for pasting.
  if (remote === undefined || !/^[\w./@^~{}-]+$/.test(`${remote}${ref}`)) return undefined;
  const command = `git fetch ${fetchArguments(remote, ref, isShallow)}`;
  if (!isShallow) return `If the remote has it, run \`${command}\`.`;
  return `Run \`${command}\`. In GitHub Actions, give actions/checkout \`fetch-depth: 0\`; in GitLab CI, set \`GIT_DEPTH: 0\`.`;
}

function fetchArguments(remote: string, ref: string, isShallow: boolean): string {
  const depth = isShallow ? '--depth=1 ' : '';
  const whole = isShallow ? `--unshallow ${remote}` : remote;
  if (/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(ref)) return `${depth}${remote} ${ref}`;
  // A hash cut short, or a commit counted from another, is known only to somebody who has the history.
  if (/^[0-9a-f]{7,39}$/.test(ref) || /[~^@{}]/.test(ref)) return whole;
  if (ref.startsWith('refs/')) return `${depth}${remote} ${ref}:${ref}`;
  if (/^v?\d/.test(ref)) return `${depth}${remote} tag ${ref}`;
  const branch = ref.startsWith(`${remote}/`) ? ref.slice(remote.length + 1) : ref;
  return `${depth}${remote} ${branch}:refs/remotes/${remote}/${branch}`;
}
