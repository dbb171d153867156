import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { command } from '../generator/test/command.ts';
import { temporaryProject } from '../generator/test/temporary-project.ts';
import { git } from '../generator/test/temporary-repository.ts';
import { type CommentHost, startCommentHost } from './comment-host.ts';
import { runBash } from './composite-action.ts';
import { breaking, type Hosted, hostedShop, push, safe, shallowCheckout } from './pull-request.ts';

vi.setConfig({ testTimeout: 120_000 });

interface Job {
  readonly script: readonly string[];
  readonly artifacts: {
    readonly when: string;
    readonly paths: readonly string[];
    readonly reports: Readonly<Record<string, string>>;
  };
}

async function readJob(): Promise<Job> {
  const { eventwright }: { eventwright: Job } = parse(await readFile('ci/gitlab.yml', 'utf8'));
  return eventwright;
}

let host: CommentHost;
beforeEach(async () => {
  host = await startCommentHost();
});
afterEach(() => host.close());

interface JobRun {
  readonly exitCode: number;
  readonly log: string;
  /** A file of the artifacts. */
  readonly artifact: (name: string) => Promise<string>;
}

type Variables = Readonly<Record<string, string>>;

/** Runs the lines of the job as the runner does: all in one shell, in a shallow clone, with what is installed there. */
async function runJob(hosted: Hosted, variables: Variables): Promise<JobRun> {
  const checkout = await shallowCheckout(hosted, 'change');
  const { script } = await readJob();
  const env = { CI_PROJECT_DIR: checkout, CI_API_V4_URL: host.url, ...variables };
  const ended = await runBash(['--noprofile', '--norc', '-eo', 'pipefail', '-c', script.join('\n')], {
    cwd: checkout,
    env,
  });
  return { ...ended, artifact: (name) => readFile(join(checkout, 'eventwright-reports', name), 'utf8') };
}

async function onMergeRequest(hosted: Hosted, variables: Variables = {}): Promise<JobRun> {
  return runJob(hosted, {
    CI_MERGE_REQUEST_IID: '5',
    CI_MERGE_REQUEST_PROJECT_ID: '11',
    CI_MERGE_REQUEST_PROJECT_URL: hosted.origin,
    CI_MERGE_REQUEST_DIFF_BASE_SHA: (await git(hosted.origin, 'merge-base', 'main', 'change')).trim(),
    EVENTWRIGHT_TOKEN: 'may-write',
    ...variables,
  });
}

const compatOnly = { EVENTWRIGHT_CHECKS: 'compat' };

describe('the GitLab job on a merge request', () => {
  it('runs all checks and fails, with code quality, JUnit, SARIF and one note, which follows', async () => {
    const hosted = await hostedShop();
    await push(hosted, 'change', breaking);
    const first = await onMergeRequest(hosted);
    expect([first.exitCode, first.log]).toEqual([1, expect.stringMatching(/^Failed: compat$/m)]);
    for (const name of ['validate', 'lint', 'compat --against git:', 'generate --check']) {
      expect(first.log).toContain(`eventwright ${name}`);
    }
    const issues: readonly { check_name: string; fingerprint: string }[] = JSON.parse(
      await first.artifact('code-quality.json'),
    );
    expect(issues.map((issue) => issue.check_name)).toContain('SCHEMA_READER_FIELD_MISSING_DEFAULT_VALUE');
    expect(await first.artifact('compat.xml')).toContain('<failure');
    expect(JSON.parse(await first.artifact('compat.sarif'))).toMatchObject({ version: '2.1.0' });
    const said = await first.artifact('compat.md');
    expect(said).toMatch(/^<!-- eventwright compat -->\n/);
    expect(host.comments.map(({ body }) => body)).toEqual([said]);

    await push(hosted, 'change', safe);
    const second = await onMergeRequest(hosted);
    expect([second.exitCode, second.log]).toEqual([0, expect.stringContaining('The note is up to date.')]);
    expect(host.comments.map(({ body }) => body)).toEqual([await second.artifact('compat.md')]);
    expect(host.comments[0]?.body).not.toBe(said);
  });

  it('tells a finding once that several checks have', async () => {
    const hosted = await hostedShop();
    await push(hosted, 'change', { 'asyncapi/order-placed.v1.avsc': '{ "type": "recrod" }\n' });
    const run = await onMergeRequest(hosted, { EVENTWRIGHT_COMMENT: 'false' });
    expect([run.exitCode, run.log]).toEqual([1, expect.stringMatching(/^Failed: validate lint compat generate$/m)]);
    const issues: readonly { fingerprint: string }[] = JSON.parse(await run.artifact('code-quality.json'));
    expect(issues.length).toBeGreaterThan(0);
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
    expect(host.calls).toEqual([]);
  });

  it('finds the base of a merge request from a fork in the target project', async () => {
    const target = await hostedShop();
    const fork = await hostedShop();
    await push(target, 'main', { 'README.md': 'The shop\n' });
    await push(fork, 'change', { 'README.md': 'A fork\n' });
    const base = (await git(target.origin, 'rev-parse', 'main')).trim();
    const address = join(await temporaryProject({}), 'target');
    await symlink(target.origin, `${address}.git`);
    const run = await onMergeRequest(fork, {
      ...compatOnly,
      CI_MERGE_REQUEST_PROJECT_URL: address,
      CI_MERGE_REQUEST_TARGET_BRANCH_SHA: base,
      EVENTWRIGHT_TOKEN: '',
    });
    expect(run.log).toContain(`eventwright compat --against git:${base}`);
    expect(run.exitCode).toBe(0);
    expect(run.log).toContain('No note: there is no EVENTWRIGHT_TOKEN');
  });

  it.each([
    ['may-read', 'was answered with 403. Give EVENTWRIGHT_TOKEN the scope api.'],
    ['', 'No note: there is no EVENTWRIGHT_TOKEN'],
  ])('says in one line why there is no note with the token %j', async (token, line) => {
    const hosted = await hostedShop();
    await push(hosted, 'change', breaking);
    const { exitCode, log } = await onMergeRequest(hosted, { ...compatOnly, EVENTWRIGHT_TOKEN: token });
    expect([exitCode, log]).toEqual([1, expect.stringContaining(line)]);
    expect(host.comments).toEqual([]);
  });

  it('takes no note for its own that a stranger has marked', async () => {
    const hosted = await hostedShop();
    await push(hosted, 'change', breaking);
    for (let index = 0; index < 120; index += 1) host.addStranger('<!-- eventwright compat -->\n\nAll is well.');
    for (const _ of ['created', 'updated']) await onMergeRequest(hosted, compatOnly);
    expect(host.comments).toHaveLength(121);
    expect(host.comments.slice(0, 120).every(({ body }) => body.endsWith('All is well.'))).toBe(true);
  });
});

describe('the GitLab job elsewhere', () => {
  it('compares with the last release, and says where there is none', async () => {
    const hosted = await hostedShop();
    const before = await runJob(hosted, compatOnly);
    expect([before.exitCode, before.log]).toEqual([0, expect.stringContaining('compat has nothing to compare with.')]);
    await command(hosted.origin, 'release');
    await push(hosted, 'change', breaking);
    const after = await runJob(hosted, compatOnly);
    expect([after.exitCode, after.log]).toEqual([1, expect.stringContaining('eventwright compat --against lock')]);
    expect(after.log).toContain('No note: this is no merge request');
  });

  it('refuses a check that there is not', async () => {
    const run = await runJob(await hostedShop(), { EVENTWRIGHT_CHECKS: 'compatt' });
    expect([run.exitCode, run.log]).toEqual([2, expect.stringContaining("'compatt' is no check")]);
  });

  it('keeps its reports also where a check failed', async () => {
    const { artifacts } = await readJob();
    expect(artifacts).toEqual({
      when: 'always',
      paths: ['eventwright-reports/'],
      reports: { codequality: 'eventwright-reports/code-quality.json', junit: 'eventwright-reports/*.xml' },
    });
  });
});
