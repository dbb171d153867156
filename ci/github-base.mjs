// A step of action.yml: finds what the contracts of a pull request are compared with, and fetches it where the checkout is
// shallow. Outputs: `against`, empty where there is nothing to compare with, and `reports`, a new folder.
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const { env } = process;
const known = ['validate', 'lint', 'compat', 'generate'];

/** What git prints; throws where it fails. */
const git = (...args) => execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

const has = (commit) => {
  try {
    git('cat-file', '-e', `${commit}^{commit}`);
    return true;
  } catch {
    return false;
  }
};

const isShallow = () => git('rev-parse', '--is-shallow-repository') === 'true';

function fetched(commit) {
  if (!has(commit)) git('fetch', '--quiet', '--no-tags', ...(isShallow() ? ['--depth=1'] : []), 'origin', commit);
  return `git:${commit}`;
}

/**
 * The host checks out what a merge would give. Its first parent is the base as it is without the pull request; a shallow
 * checkout does not hold that commit, but names it.
 */
function firstParentOfMerge() {
  if (env.GITHUB_EVENT_NAME !== 'pull_request' || git('rev-parse', 'HEAD') !== env.GITHUB_SHA) return undefined;
  const head = git('cat-file', '-p', 'HEAD').split('\n\n', 1)[0];
  const parents = [...head.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent]) => parent);
  return parents.length === 2 ? parents[0] : undefined;
}

/** Where another commit than the merge was checked out: what the base has got since then is no change of this branch. */
function whereBranchBegan(branch) {
  const remote = `refs/remotes/origin/${branch}`;
  const depth = isShallow() ? ['--unshallow'] : [];
  git('fetch', '--quiet', '--no-tags', ...depth, 'origin', `+refs/heads/${branch}:${remote}`);
  return git('merge-base', 'HEAD', remote);
}

function findBase() {
  const asked = (env.AGAINST ?? '').trim();
  if (asked !== '') return asked;
  const event = env.GITHUB_EVENT_PATH ? JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8')) : {};
  if (event.merge_group) return fetched(event.merge_group.base_sha);
  if (env.GITHUB_BASE_REF) return fetched(firstParentOfMerge() ?? whereBranchBegan(env.GITHUB_BASE_REF));
  if (existsSync('eventwright.lock')) return 'lock';
  console.log('No pull request and no eventwright.lock: compat has nothing to compare with.');
  return '';
}

const output = (name, value) => {
  if (/[\r\n]/.test(value)) throw new Error(`'${name}' must be one line`);
  appendFileSync(env.GITHUB_OUTPUT, `${name}=${value}\n`);
};

/** Text behind `::error::`, which ends at the end of the line. */
const escaped = (text) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

try {
  const unknown = (env.CHECKS ?? '').split(/[\s,]+/).filter((check) => check !== '' && !known.includes(check));
  if (unknown.length > 0) throw new Error(`'${unknown[0]}' is no check; there are ${known.join(', ')}`);
  output('reports', mkdtempSync(join(env.RUNNER_TEMP, 'eventwright-')));
  const against = (env.CHECKS ?? '').includes('compat') ? findBase() : '';
  if (against !== '') console.log(`compat compares with ${against}`);
  output('against', against);
} catch (error) {
  const reason = String(error.stderr || error.message).trim();
  const cure =
    error.stderr === undefined
      ? 'Correct the inputs of the action.'
      : 'Let actions/checkout run before, with `fetch-depth: 0` where it keeps no credentials to fetch with.';
  console.log(`::error::${escaped(`The base of the pull request cannot be found: ${reason}\n${cure}`)}`);
  process.exitCode = 1;
}
